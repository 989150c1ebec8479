//! Messages over standard input and output: a header with the length, an empty line, and JSON.
//!
//! What is no message is answered with an error, and the server goes on: one broken message must not end a session.

use std::io::{self, BufRead, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use lsp_server::{Connection, ErrorCode, Message};
use serde_json::json;

/// The largest message, in bytes: an editor sends whole texts, and a text has 16 MiB unless a site says otherwise.
const LARGEST_MESSAGE: usize = 256 << 20;

/// Starts to read messages from `input` and to write to `output`. The handle ends when all that was sent is written.
pub(super) fn start(
    input: impl BufRead + Send + 'static,
    output: impl Write + Send + 'static,
) -> (Connection, JoinHandle<io::Result<()>>) {
    let (server, editor) = Connection::memory();
    let Connection { sender, receiver } = editor;
    let output = Arc::new(Mutex::new(output));
    let answers = Arc::clone(&output);
    let mut input = input;
    // The thread ends with the input; a server that ends first does not wait for it.
    thread::spawn(move || {
        while let Ok(Some(bytes)) = read_frame(&mut input) {
            let problem = match serde_json::from_slice::<Message>(&bytes) {
                Ok(message) => {
                    let is_exit = matches!(&message, Message::Notification(found) if found.method == "exit");
                    if sender.send(message).is_err() || is_exit {
                        return;
                    }
                    continue;
                }
                Err(error) => error,
            };
            let code = if problem.is_data() { ErrorCode::InvalidRequest } else { ErrorCode::ParseError };
            let error = json!({ "code": code as i32, "message": format!("this is no message: {problem}") });
            let answer = json!({ "jsonrpc": "2.0", "id": null, "error": error });
            let mut output = answers.lock().unwrap_or_else(PoisonError::into_inner);
            if write_frame(&mut *output, &answer.to_string()).is_err() {
                return;
            }
        }
    });
    let writer = thread::spawn(move || {
        receiver.into_iter().try_for_each(|message| {
            message.write(&mut *output.lock().unwrap_or_else(PoisonError::into_inner))
        })
    });
    (server, writer)
}

/// Reads the JSON of one message; none at the end of the input.
fn read_frame(input: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let invalid = |reason| io::Error::new(io::ErrorKind::InvalidData, reason);
    let mut length = None;
    loop {
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            return Ok(None);
        }
        let line = line.trim_end_matches(['\r', '\n']);
        match (line.split_once(':'), length) {
            (Some((name, value)), _) if name.eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse::<usize>().ok();
            }
            (None, Some(length)) if line.is_empty() && length <= LARGEST_MESSAGE => {
                let mut bytes = vec![0; length];
                input.read_exact(&mut bytes)?;
                return Ok(Some(bytes));
            }
            (None, Some(_)) if line.is_empty() => return Err(invalid("a message is too long")),
            // Without a length, the beginning of the next message is looked for.
            _ => {}
        }
    }
}

fn write_frame(output: &mut impl Write, json: &str) -> io::Result<()> {
    write!(output, "Content-Length: {}\r\n\r\n{json}", json.len())?;
    output.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_come_in_any_order_and_case() {
        let mut input = &b"Content-Type: x\r\ncontent-length: 2\r\n\r\n{}Content-Length: 3\n\n[1]rest"[..];
        assert_eq!(read_frame(&mut input).unwrap().as_deref(), Some(&b"{}"[..]));
        assert_eq!(read_frame(&mut input).unwrap().as_deref(), Some(&b"[1]"[..]));
        assert_eq!(read_frame(&mut input).unwrap(), None, "the rest has no length");
        let mut long = &b"Content-Length: 99999999999\r\n\r\n"[..];
        assert!(read_frame(&mut long).is_err());
    }
}
