//! Images with their size and caption, formulas, and words with readings.

use super::{HtmlWriter, Setting};
use crate::model::{Href, ImageLook, Inline};
use crate::text::formula::{FormulaPlace, mathml};
use crate::text::html_escape::{push_attribute, push_markup, push_text};

impl<'a> HtmlWriter<'a> {
    /// Writes a paragraph that is nothing but an image with attributes as a figure, and returns true if it is one.
    pub(super) fn figure(&mut self, inlines: &'a [Inline], attributes: &str) -> bool {
        let [Inline::Image { src, alt, title, look: Some(look), .. }] = inlines else { return false };
        push_markup(&mut self.out, format_args!("<figure{attributes}"));
        if !look.classes.is_empty() {
            push_attribute(&mut self.out, "class", &look.classes.join(" "));
        }
        self.out.push('>');
        self.image_alone(src, alt, title, Some(look));
        if !look.caption.is_empty() {
            self.out.push_str("<figcaption>");
            self.words(&look.caption);
            self.out.push_str("</figcaption>");
        }
        self.out.push_str("</figure>\n");
        true
    }

    /// An image among words; its caption follows it.
    pub(super) fn image(&mut self, src: &Href, alt: &str, title: &str, look: Option<&ImageLook>) {
        self.image_alone(src, alt, title, look);
        if let Some(caption) = look.map(|look| &look.caption).filter(|caption| !caption.is_empty()) {
            self.text_element(" <span class=\"caption\">", caption, "</span>");
        }
    }

    /// An image whose address is not allowed leaves its description, and so does any in a book, which
    /// shows nothing that it does not hold.
    fn image_alone(&mut self, src: &Href, alt: &str, title: &str, look: Option<&ImageLook>) {
        let address = self.context.root.resolve(src, self.context.site);
        let Some(address) = address.filter(|_| !self.context.setting.is_book()) else {
            return self.text_element("<span class=\"no-image\">", alt, "</span>");
        };
        self.out.push_str("<img");
        push_attribute(&mut self.out, "src", &address);
        push_attribute(&mut self.out, "alt", alt);
        self.title(title);
        let (width, height) = self.image_size(src, look);
        for (name, size) in [("width", width), ("height", height)] {
            size.iter().for_each(|size| push_attribute(&mut self.out, name, &size.to_string()));
        }
        self.out.push_str(" loading=\"lazy\" decoding=\"async\">");
    }

    /// The width and height of an image, so that the text below does not move when it comes: those of the author, and
    /// where one is missing, the one that keeps the shape of the file.
    fn image_size(&self, src: &Href, look: Option<&ImageLook>) -> (Option<u32>, Option<u32>) {
        let (width, height) = look.map_or((None, None), |look| (look.width, look.height));
        let natural = match (src, self.context.setting) {
            (Href::File(path), Setting::Page | Setting::Beside(_)) => {
                self.context.site.files.get(path).and_then(|file| file.size)
            }
            _ => None,
        };
        let scale = |size: u32, from: u32, to: u32| {
            (u64::from(size) * u64::from(to)).div_ceil(u64::from(from)) as u32
        };
        match (width, height, natural) {
            (None, None, Some((width, height))) => (Some(width), Some(height)),
            (Some(width), None, Some((w, h))) => (Some(width), Some(scale(width, w, h))),
            (None, Some(height), Some((w, h))) => (Some(scale(height, h, w)), Some(height)),
            (width, height, _) => (width, height),
        }
    }

    /// A formula; its source where it cannot be drawn, and where MathML is not sure to be known.
    pub(super) fn formula(&mut self, latex: &str, place: FormulaPlace) {
        let is_drawn = matches!(self.context.setting, Setting::Page | Setting::Beside(_));
        match mathml(latex, place, false).ok().filter(|_| is_drawn) {
            Some(mathml) => self.out.push_str(&mathml),
            None => self.text_element("<code class=\"formula\">", latex, "</code>"),
        }
    }

    /// A formula on lines of its own, from a block of code.
    pub(super) fn formula_block(&mut self, latex: &str) {
        self.out.push_str("<p>");
        self.formula(latex, FormulaPlace::Display);
        self.out.push_str("</p>\n");
    }

    /// Words with their reading; programs that cannot set it above them show it in parentheses.
    pub(super) fn ruby(&mut self, children: &'a [Inline], reading: &str) {
        self.out.push_str("<ruby>");
        self.inlines(children);
        self.out.push_str("<rp>（</rp><rt>");
        push_text(&mut self.out, reading);
        self.out.push_str("</rt><rp>）</rp></ruby>");
    }
}
