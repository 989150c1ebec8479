//! `postil new` and `postil init`.

use jiff::Timestamp;
use jiff::tz::Offset;

use super::args::{InitArgs, NewArgs};
use super::{Exit, refuse, say};
use crate::load;
use crate::new;
use crate::pipeline;

pub(super) fn page(args: &NewArgs) -> Exit {
    let folder = match load::open(&args.root) {
        Ok(folder) => folder,
        Err(error) => return refuse(error),
    };
    let today = Offset::UTC.to_datetime(Timestamp::now()).date();
    match new::page(&folder, &pipeline::settings(&folder).people, &args.path, today) {
        Ok(path) => {
            say::result(format!("Made {}", path.display()));
            Exit::Good
        }
        Err(error) => refuse(error),
    }
}

pub(super) fn site(args: &InitArgs) -> Exit {
    match new::site(&args.folder) {
        Ok(made) => {
            made.iter().for_each(|path| say::result(format!("Made {}", path.display())));
            say::result(format!("Now run: {}", next_command(args)));
            Exit::Good
        }
        Err(error) => refuse(error),
    }
}

fn next_command(args: &InitArgs) -> String {
    match args.folder.as_os_str() == "." {
        true => "postil serve --open".to_string(),
        false => format!("postil serve --open --root {}", args.folder.display()),
    }
}
