//! The `postil` command.

fn main() -> std::process::ExitCode {
    postil::cli::run()
}
