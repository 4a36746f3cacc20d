//! The hub's program as it is, built beside the tests so that they run the real thing.

fn main() -> std::process::ExitCode {
    trykk_hub::cli::run()
}
