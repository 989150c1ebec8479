//! The `postil` command.

/// A build makes and drops very many small pieces of text on several threads; the system's allocator would take a
/// quarter of its time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    postil::cli::run()
}
