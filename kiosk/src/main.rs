//! `trykk-kiosk`: see [`trykk_kiosk::cli`].

fn main() -> std::process::ExitCode {
    trykk_kiosk::cli::run()
}
