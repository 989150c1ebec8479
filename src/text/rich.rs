//! Running text with the marks that a page can hold, as runs that can be cut and joined.

/// Words with their marks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RichText {
    /// The words, in runs that are marked alike.
    pub runs: Vec<StyledRun>,
}

/// Words that are marked alike.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StyledRun {
    /// The words; none where a note is about a point.
    pub text: String,
    /// Their marks.
    pub marks: Marks,
}

/// The marks of words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Stressed.
    pub emphasis: bool,
    /// Strongly stressed.
    pub strong: bool,
    /// Highlighted, with or without notes.
    pub highlight: bool,
    /// The place where they lead.
    pub link: Option<String>,
    /// The notes that are about them, by their places in the script.
    pub notes: Vec<usize>,
}

impl RichText {
    /// Words without marks.
    pub fn plain(text: impl Into<String>) -> Self {
        let mut rich = RichText::default();
        rich.push(&text.into(), &Marks::default());
        rich
    }

    /// Adds words with these marks.
    pub fn push(&mut self, text: &str, marks: &Marks) {
        match self.runs.last_mut() {
            Some(last) if last.marks == *marks && !last.text.is_empty() => last.text.push_str(text),
            _ if text.is_empty() => {}
            _ => self.runs.push(StyledRun { text: text.to_string(), marks: marks.clone() }),
        }
    }

    /// Adds a note on the point that has been reached.
    pub fn push_note(&mut self, note: usize) {
        let marks = Marks { notes: vec![note], ..Marks::default() };
        self.runs.push(StyledRun { text: String::new(), marks });
    }

    /// Adds other words behind these.
    pub fn append(&mut self, other: RichText) {
        for run in other.runs {
            match run.text.is_empty() {
                true => self.runs.push(run),
                false => self.push(&run.text, &run.marks),
            }
        }
    }

    /// The words alone.
    pub fn to_plain(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    /// Tells whether there are no words, only white space.
    pub fn is_blank(&self) -> bool {
        self.runs.iter().all(|run| run.text.trim().is_empty())
    }

    /// The number of bytes the words alone have.
    pub fn len(&self) -> usize {
        self.runs.iter().map(|run| run.text.len()).sum()
    }

    /// Tells whether there is nothing, not even a note on a point.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// Cuts at byte `at` of the words alone and returns what stands behind.
    pub fn split_off(&mut self, at: usize) -> RichText {
        let mut left = at;
        for index in 0..self.runs.len() {
            let length = self.runs[index].text.len();
            if left < length {
                let mut behind = self.runs.split_off(index);
                let rest = behind[0].text.split_off(left);
                if left > 0 {
                    let marks = behind[0].marks.clone();
                    self.runs.push(StyledRun { text: std::mem::take(&mut behind[0].text), marks });
                }
                behind[0].text = rest;
                return RichText { runs: behind };
            }
            left -= length;
        }
        RichText::default()
    }

    /// Takes off the first `bytes` of the words alone; notes on points stay.
    pub fn drop_front(&mut self, bytes: usize) {
        let mut left = bytes;
        self.runs.retain_mut(|run| {
            let taken = left.min(run.text.len());
            left -= taken;
            run.text.drain(..taken);
            taken == 0 || !run.text.is_empty()
        });
    }

    /// Takes off white space at both ends.
    #[must_use]
    pub fn trimmed(mut self) -> RichText {
        let plain = self.to_plain();
        let behind = self.split_off(plain.trim_end().len());
        // What is noted at the end stays noted there.
        self.runs.extend(behind.runs.into_iter().filter(|run| run.text.is_empty()));
        self.drop_front(plain.len() - plain.trim_start().len());
        self
    }

    /// The lines of the words, without their breaks.
    pub fn lines(self) -> Vec<RichText> {
        let mut lines = vec![RichText::default()];
        for run in self.runs {
            if run.text.is_empty() {
                lines.last_mut().expect("there is a line").runs.push(run);
                continue;
            }
            for (at, part) in run.text.split('\n').enumerate() {
                if at > 0 {
                    lines.push(RichText::default());
                }
                lines.last_mut().expect("there is a line").push(part, &run.marks);
            }
        }
        lines
    }

    /// Changes the words of every run.
    pub fn map_text(&mut self, change: impl Fn(&str) -> String) {
        for run in &mut self.runs {
            run.text = change(&run.text);
        }
    }
}
