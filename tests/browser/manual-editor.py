"""Prints a picture of Neovim with Postil's language server, as HTML: `python manual-editor.py PROGRAM SITE`.

Needs Neovim, and `pip install pyte`, which draws what a terminal would show.
"""

import html
import os
import pty
import select
import struct
import sys
import time
import fcntl
import termios

import pyte

LINES, COLUMNS = 22, 92
PAGE = "content/transcripts/reading-box.md"
# Types a link to a page that is not there, and a label that is one letter off.
LUA = """
vim.opt.swapfile = false; vim.opt.number = true; vim.opt.signcolumn = "yes"; vim.opt.wrap = true; vim.opt.linebreak = true; vim.opt.laststatus = 0; vim.opt.display = "lastline"
vim.opt.ruler = false; vim.opt.showcmd = false; vim.opt.background = "light"; vim.opt.termguicolors = true
for name, colours in pairs({ SignColumn = "guibg=NONE", NormalFloat = "guibg=#f2efe9", FloatBorder = "guifg=#8a8578 guibg=NONE", LineNr = "guifg=#8a8578" }) do
  vim.cmd("highlight " .. name .. " " .. colours)
end
vim.diagnostic.config({ virtual_text = false, underline = true })
vim.cmd("edit " .. %(page)r)
local id = vim.lsp.start_client({ name = "postil", cmd = { %(program)r, "lsp" }, root_dir = %(site)r })
vim.lsp.buf_attach_client(0, id)
local line = vim.fn.search("^Ines: And what", "w")
vim.api.nvim_buf_set_lines(0, line, line, false, { "", "Nan: See [the case room](case-room.md).[^fram]" })
vim.cmd("normal! 4kzt"); vim.api.nvim_win_set_cursor(0, { line + 2, 12 }); vim.opt.modified = false
vim.wait(20000, function() return #vim.diagnostic.get(0) > 1 end)
vim.diagnostic.open_float(nil, { scope = "line", border = "single" })
"""


def screen(program, site):
    lua = os.path.join(site, "picture.lua")
    with open(lua, "w", encoding="utf-8") as file:
        file.write(LUA % {"page": os.path.join(site, PAGE), "program": program, "site": site})
    child, terminal = pty.fork()
    if child == 0:
        os.environ["TERM"] = "xterm-256color"
        os.execvp("nvim", ["nvim", "--clean", "-c", f"luafile {lua}"])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    shown = pyte.Screen(COLUMNS, LINES)
    stream = pyte.ByteStream(shown)
    end = time.time() + 15
    while time.time() < end:
        if select.select([terminal], [], [], 0.2)[0]:
            stream.feed(os.read(terminal, 65536))
        if time.time() > end - 8 and any("─" in row for row in shown.display):
            break
    os.kill(child, 9)
    os.waitpid(child, 0)
    return shown


def colour(name, default):
    names = {"default": default, "black": "#1c1a17", "red": "#b3261e", "green": "#1b6e3c", "brown": "#8a6100", "blue": "#1d4e89", "magenta": "#7b2d73", "cyan": "#0b6b74", "white": "#f2efe9"}
    return names.get(name, f"#{name}" if len(name) == 6 else default)


def page(shown):
    rows = []
    for line in range(LINES):
        row = ""
        for column in range(COLUMNS):
            cell = shown.buffer[line][column]
            ink, ground = colour(cell.fg, "#1c1a17"), colour(cell.bg, "#fffdf9")
            if cell.reverse:
                ink, ground = ground, ink
            style = f"color:{ink};background:{ground}"
            style += ";font-weight:bold" if cell.bold else ""
            style += ";text-decoration:underline" if cell.underscore else ""
            row += f'<span style="{style}">{html.escape(cell.data) or ""}</span>'
        rows.append(row)
    body = "\n".join(rows)
    return (
        '<!DOCTYPE html><meta charset="utf-8"><style>body{margin:0}pre{display:inline-block;margin:0;padding:12px 14px;'
        f"background:#fffdf9;font:13px/1.45 'DejaVu Sans Mono',monospace}}</style><pre>{body}</pre>"
    )


print(page(screen(sys.argv[1], sys.argv[2])))
