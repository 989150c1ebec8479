//! The server in Neovim, where it is installed.

use std::process::Command;

use crate::site::Site;

/// Starts the server for a page, waits for its diagnostics, asks for a hover, and prints both.
const SCRIPT: &str = r#"
local program, root, page = ...
local client = vim.lsp.start_client({ name = "postil", cmd = { program, "lsp" }, root_dir = root })
vim.cmd("edit " .. page)
local buffer = vim.api.nvim_get_current_buf()
vim.lsp.buf_attach_client(buffer, client)
assert(vim.wait(30000, function() return #vim.diagnostic.get(buffer) > 0 end), "no diagnostics")
vim.api.nvim_buf_set_text(buffer, 2, 5, 2, 5, { " more" })
vim.api.nvim_buf_set_lines(buffer, 4, 5, false, { "No link." })
assert(vim.wait(30000, function() return #vim.diagnostic.get(buffer) == 0 end), "diagnostics that stay")
local params = { textDocument = { uri = vim.uri_from_bufnr(buffer) }, position = { line = 2, character = 12 } }
local answers = vim.lsp.buf_request_sync(buffer, "textDocument/hover", params, 30000)
for _, answer in pairs(answers) do io.stdout:write(answer.result.contents.value) end
"#;

#[test]
fn neovim_shows_diagnostics_and_hovers() {
    if Command::new("nvim").arg("--version").output().is_err() {
        return;
    }
    let text = "# T\n\nWords[^a].\n\n[gone](b.md)\n\n[^a]: A note.\n";
    let site = Site::new().with("content/a.md", text).with("check.lua", SCRIPT);
    let [program, root, page, script] = [
        env!("CARGO_BIN_EXE_postil").to_string(),
        site.path(".").display().to_string(),
        site.path("content/a.md").display().to_string(),
        site.path("check.lua").display().to_string(),
    ];
    let run = format!("lua loadfile({script:?})({program:?}, {root:?}, {page:?})");
    let output =
        Command::new("nvim").args(["--headless", "--clean", "-c", &run, "-c", "qa!"]).output().unwrap();
    let shown =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(shown.contains("**note**\n\nA note."), "{shown}");
}
