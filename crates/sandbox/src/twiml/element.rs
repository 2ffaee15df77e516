//! A small XML tree.

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

/// One element with everything in it.
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Element>,
    /// All text directly inside, put together.
    pub text: String,
}

impl Element {
    /// Reads a document's root element; the error says what is not XML about it.
    pub(crate) fn parse(xml: &str) -> Result<Self, String> {
        let mut reader = Reader::from_str(xml);
        let mut open: Vec<Element> = Vec::new();
        let mut root = None;
        loop {
            let event = reader.read_event().map_err(|error| error.to_string())?;
            match event {
                Event::Start(start) if open.len() < DEEPEST => open.push(Self::opened(&start)?),
                Event::Start(_) => return Err(format!("nested deeper than {DEEPEST} elements")),
                Event::Empty(start) => close(Self::opened(&start)?, &mut open, &mut root)?,
                Event::End(_) => {
                    let element = open.pop().ok_or("an end tag without a start")?;
                    close(element, &mut open, &mut root)?;
                }
                Event::Text(text) => append(&text.xml_content(XmlVersion::Implicit1_0), &mut open)?,
                Event::CData(text) => append(&text.xml_content(XmlVersion::Implicit1_0), &mut open)?,
                Event::GeneralRef(reference) => append(&resolved(&reference)?, &mut open)?,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
                Event::Eof if open.is_empty() => return root.ok_or_else(|| "no element at all".to_owned()),
                Event::Eof => return Err("ends within an element".to_owned()),
            }
        }
    }

    /// An attribute by name.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    fn opened(start: &BytesStart<'_>) -> Result<Self, String> {
        let mut attributes = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| error.to_string())?;
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|error| error.to_string())?;
            attributes.push((attribute.key.as_ref().to_owned(), value.into_owned()));
        }
        Ok(Self {
            name: start.name().as_ref().to_owned(),
            attributes,
            ..Self::default()
        })
    }
}

fn close(element: Element, open: &mut [Element], root: &mut Option<Element>) -> Result<(), String> {
    match open.last_mut() {
        Some(parent) => parent.children.push(element),
        None if root.is_none() => *root = Some(element),
        None => return Err("more than one root element".to_owned()),
    }
    Ok(())
}

fn append(text: &str, open: &mut [Element]) -> Result<(), String> {
    match open.last_mut() {
        Some(element) => element.text.push_str(text),
        None if text.trim().is_empty() || text == "\u{feff}" => {}
        None => return Err("text outside the root element".to_owned()),
    }
    Ok(())
}

fn resolved(reference: &BytesRef<'_>) -> Result<String, String> {
    if let Some(character) = reference.resolve_char_ref().map_err(|error| error.to_string())? {
        return Ok(character.to_string());
    }
    let name = reference.xml10_content();
    let found = resolve_predefined_entity(&name);
    found
        .map(str::to_owned)
        .ok_or_else(|| format!("unknown entity &{name};"))
}

/// TwiML nests three deep; a bomb nests deeper.
const DEEPEST: usize = 32;
