//! Reading `<Connect>`, `<Start>` and `<Stop>` around a `<Stream>`.

use super::element::Element;
use super::read::{ReadError, hook, method, owned, with_child};
use super::verb::{Connect, StreamNoun, Tracks, Verb};

pub(super) fn connect(element: &Element) -> Result<Verb, ReadError> {
    let Some(noun) = noun(element) else {
        return Ok(not_simulated(element));
    };
    let stream = stream(noun)?;
    if stream.tracks != Tracks::Inbound {
        return Err(ReadError::NotTwiml(
            "<Connect><Stream> carries the inbound track only".to_owned(),
        ));
    }
    Ok(Verb::Connect(Connect {
        action: owned(element, "action"),
        method: method(element, "method")?,
        stream,
    }))
}

pub(super) fn start(element: &Element) -> Result<Verb, ReadError> {
    noun(element).map_or_else(
        || Ok(not_simulated(element)),
        |noun| stream(noun).map(Verb::StartStream),
    )
}

pub(super) fn stop(element: &Element) -> Verb {
    noun(element).map_or_else(
        || not_simulated(element),
        |noun| Verb::StopStream {
            name: owned(noun, "name"),
        },
    )
}

fn noun(element: &Element) -> Option<&Element> {
    element.children.iter().find(|child| child.name == "Stream")
}

fn not_simulated(element: &Element) -> Verb {
    Verb::NotSimulated {
        name: with_child(element),
    }
}

fn stream(element: &Element) -> Result<StreamNoun, ReadError> {
    let tracks = match element.attribute("track") {
        None | Some("inbound_track") => Tracks::Inbound,
        Some("outbound_track") => Tracks::Outbound,
        Some("both_tracks") => Tracks::Both,
        Some(other) => return Err(ReadError::NotTwiml(format!("track=\"{other}\" is not a track"))),
    };
    let mut parameters = Vec::new();
    for child in element.children.iter().filter(|child| child.name == "Parameter") {
        let part = |name| child.attribute(name).unwrap_or_default().to_owned();
        let (name, value) = (part("name"), part("value"));
        if name.chars().count() + value.chars().count() >= LONGEST_PARAMETER {
            return Err(ReadError::NotTwiml(format!(
                "<Parameter name=\"{name}\"> holds {LONGEST_PARAMETER} characters or more"
            )));
        }
        parameters.push((name, value));
    }
    Ok(StreamNoun {
        url: element.attribute("url").unwrap_or_default().trim().to_owned(),
        name: owned(element, "name"),
        tracks,
        status: hook(element, "statusCallback", "statusCallbackMethod")?,
        parameters,
    })
}

/// Twilio's limit on name and value together.
const LONGEST_PARAMETER: usize = 500;

#[cfg(test)]
mod tests {
    use super::super::read::read;
    use super::*;

    #[test]
    fn a_stream_is_read_with_its_parameters() {
        let verbs = read(
            "<Response><Connect action=\"/next\"><Stream url=\"wss://a.test/media\" name=\"n\">\
             <Parameter name=\"token\" value=\"abc\"/><Parameter name=\"leg\" value=\"7\"/></Stream></Connect></Response>",
        );
        let Verb::Connect(connect) = &verbs.unwrap()[0] else {
            panic!("not a connect");
        };
        assert_eq!(connect.action.as_deref(), Some("/next"));
        assert_eq!(connect.stream.url, "wss://a.test/media");
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            connect.stream.parameters,
            [pair("token", "abc"), pair("leg", "7")]
        );
    }

    #[test]
    fn what_a_stream_cannot_be_is_refused() {
        let long = "x".repeat(500);
        let table = [
            "<Connect><Stream url=\"wss://a.test/\" track=\"both_tracks\"/></Connect>".to_owned(),
            "<Start><Stream url=\"wss://a.test/\" track=\"mine\"/></Start>".to_owned(),
            format!("<Start><Stream><Parameter name=\"a\" value=\"{long}\"/></Stream></Start>"),
        ];
        for text in table {
            let text = format!("<Response>{text}</Response>");
            assert!(matches!(read(&text), Err(ReadError::NotTwiml(_))), "{text}");
        }
        let verbs =
            read("<Response><Stop><Stream name=\"n\"/></Stop><Start><Siprec/></Start></Response>").unwrap();
        assert!(matches!(&verbs[0], Verb::StopStream { name } if name.as_deref() == Some("n")));
        assert!(matches!(&verbs[1], Verb::NotSimulated { name } if name == "<Start><Siprec>"));
    }
}
