//! `trykk-hub`: see [`trykk_hub::cli`].

fn main() -> std::process::ExitCode {
    trykk_hub::cli::run()
}
