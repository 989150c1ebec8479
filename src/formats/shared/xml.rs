//! XML as a run of tags and texts, one after the other: no tree that hostile nesting could make deep.
//!
//! Declarations of a document are not obeyed: its own entities stay as they are written, and no
//! other file is asked for.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::entities;

/// A piece of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum XmlToken {
    /// An element begins; an empty one ends at once.
    Open(XmlTag),
    /// The innermost open element ends.
    Close,
    /// Words, references resolved.
    Text(String),
}

/// The opening tag of an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct XmlTag {
    /// Its name, without a prefix.
    pub name: String,
    attributes: Vec<(String, String)>,
}

impl XmlTag {
    /// The value of the attribute called `name`, whatever its prefix.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// The pieces of a document; the first error ends them.
pub fn tokens(text: &str) -> XmlTokens<'_> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.allow_dangling_amp = true;
    XmlTokens { reader, is_over: false }
}

/// The pieces of a document, one after the other.
pub struct XmlTokens<'a> {
    reader: Reader<&'a [u8]>,
    is_over: bool,
}

impl Iterator for XmlTokens<'_> {
    type Item = Result<XmlToken, String>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.is_over {
            match self.reader.read_event() {
                Ok(Event::Eof) => self.is_over = true,
                Ok(event) => {
                    if let Some(token) = token(&event) {
                        return Some(Ok(token));
                    }
                }
                Err(error) => {
                    self.is_over = true;
                    return Some(Err(error.to_string()));
                }
            }
        }
        None
    }
}

/// A reader that is given the pieces of a document one after the other.
pub trait XmlHandler {
    /// An element begins.
    fn open(&mut self, tag: XmlTag);
    /// Words, references resolved.
    fn text(&mut self, text: &str);
    /// The innermost open element ends.
    fn close(&mut self);
}

/// Gives all pieces of `text` to `handler`. The error is that of the first piece that is no XML.
pub fn read_xml(text: &str, handler: &mut impl XmlHandler) -> Result<(), String> {
    for token in tokens(text) {
        match token? {
            XmlToken::Open(tag) => handler.open(tag),
            XmlToken::Text(text) => handler.text(&text),
            XmlToken::Close => handler.close(),
        }
    }
    Ok(())
}

/// Comments, declarations and instructions hold no words.
fn token(event: &Event) -> Option<XmlToken> {
    match event {
        Event::Start(start) => Some(XmlToken::Open(tag(start))),
        Event::End(_) => Some(XmlToken::Close),
        Event::Text(text) => Some(XmlToken::Text(text.xml10_content().into_owned())),
        Event::CData(text) => Some(XmlToken::Text(text.xml10_content().into_owned())),
        Event::GeneralRef(name) => Some(XmlToken::Text(entities::decode(&format!("&{};", &**name)))),
        _ => None,
    }
}

fn tag(start: &BytesStart) -> XmlTag {
    // A search for doubles among the attributes would cost the square of their number.
    let mut found = start.attributes();
    let pairs = found.with_checks(false).flatten().map(|attribute| {
        let key = attribute.key.local_name().as_ref().to_string();
        (key, entities::decode(&attribute.value))
    });
    XmlTag { attributes: pairs.collect(), name: start.local_name().as_ref().to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let show = |token| match token {
            Ok(XmlToken::Open(tag)) => format!("<{}{:?}>", tag.name, tag.attributes),
            Ok(XmlToken::Close) => "</>".to_string(),
            Ok(XmlToken::Text(text)) => text,
            Err(_) => "!".to_string(),
        };
        tokens(text).map(show).collect()
    }

    #[test]
    fn tags_and_texts_are_told_apart() {
        let text = "<?xml version='1.0'?><!-- x --><t:a xml:id='b&amp;c'>1 &lt; 2<e/><![CDATA[<&]]></t:a>";
        assert_eq!(shown(text), r#"<a[("id", "b&c")]>1 < 2<e[]></><&</>"#);
        assert_eq!(shown("<a>AT&T &#8364;5 &auml;</a>"), "<a[]>AT&T €5 ä</>");
        assert_eq!(shown("<a><b></a>"), "<a[]><b[]>!");
    }

    #[test]
    fn entities_of_its_own_stay_as_they_are() {
        let bomb = "<!DOCTYPE a [<!ENTITY b 'boom'><!ENTITY f SYSTEM 'file:///etc/passwd'>]><a>&b; &f;</a>";
        assert_eq!(shown(bomb), "<a[]>&b; &f;</>");
    }
}
