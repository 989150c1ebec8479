//! The `postil` command.

/// A build makes and drops very many small pieces of text on several threads; the system's allocator would take a
/// quarter of its time. It does without huge pages, which are no quicker here and take half as much memory again.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    postil::cli::run()
}
