//! A server's answer: `250-First\r\n250 last\r\n`. Read from bytes, as servers write in whatever
//! encoding they were installed with.

/// What a server said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Three digits.
    pub code: u16,
    /// The enhanced status (RFC 3463), if it fits the code: `[5, 1, 1]`.
    pub status: Option<[u16; 3]>,
    /// The text of all lines, without control characters.
    pub text: String,
}

/// One line of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Three digits.
    pub code: u16,
    /// Whether the answer ends with it.
    pub is_last: bool,
    /// What follows.
    pub text: String,
}

impl Line {
    /// Reads a line without its end; `None` if it is no answer.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let (code, rest) = bytes.split_at_checked(3)?;
        let is_code =
            matches!(code[0], b'2'..=b'5') && code[1..].iter().all(|digit| digit.is_ascii_digit());
        let code = is_code.then(|| std::str::from_utf8(code).ok()?.parse().ok()).flatten()?;
        let (is_last, text) = match rest {
            [] => (true, rest),
            [b' ', text @ ..] => (true, text),
            [b'-', text @ ..] => (false, text),
            _ => return None,
        };
        let text = String::from_utf8_lossy(text);
        Some(Self { code, is_last, text: text.chars().filter(|c| !c.is_control()).collect() })
    }
}

impl Reply {
    /// Puts lines together; `None` if they do not agree.
    pub fn of(lines: &[Line]) -> Option<Self> {
        let code = lines.first()?.code;
        if lines.iter().any(|line| line.code != code) {
            return None;
        }
        let texts: Vec<&str> = lines.iter().map(|line| line.text.trim()).collect();
        let status = texts.first().and_then(|text| status(text, code));
        Some(Self { code, status, text: texts.join("\n") })
    }

    /// 2xx.
    pub const fn is_positive(&self) -> bool {
        self.code / 100 == 2
    }

    /// 4xx: the same may work later.
    pub const fn is_temporary(&self) -> bool {
        self.code / 100 == 4
    }
}

/// RFC 2034: it must be of the code's own class.
fn status(text: &str, code: u16) -> Option<[u16; 3]> {
    let word = text.split_whitespace().next()?;
    let mut numbers = word.split('.').map(|part| part.parse().ok());
    let status = [numbers.next()??, numbers.next()??, numbers.next()??];
    (numbers.next().is_none() && status[0] == code / 100).then_some(status)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Reply> {
        let lines: Option<Vec<Line>> =
            text.split('\n').map(|l| Line::parse(l.as_bytes())).collect();
        Reply::of(&lines?)
    }

    #[test]
    fn an_answer_is_its_code_its_status_and_its_text() {
        let reply = read("550-5.1.1 No such user\n550 5.1.1 here").unwrap();
        assert_eq!((reply.code, reply.status), (550, Some([5, 1, 1])));
        assert_eq!(reply.text, "5.1.1 No such user\n5.1.1 here");
        assert_eq!(read("250").unwrap().code, 250);
        assert_eq!(read("250 2.0.0.0 x").unwrap().status, None);
        assert_eq!(read("550 2.1.1 x").unwrap().status, None);
        assert_eq!(read("250 1.2").unwrap().status, None);
    }

    #[test]
    fn what_is_no_answer_is_not_read_as_one() {
        for odd in ["", "25", "2500 x", "abc x", "150 x", "650 x", "+50 x", "250_x", "250-a\n251 b"]
        {
            assert_eq!(read(odd), None, "{odd}");
        }
    }

    #[test]
    fn any_bytes_are_shown_without_controlling_anything() {
        let line = Line::parse(b"550 \xcf\xee\x1b[31m\0no").unwrap();
        assert_eq!(line.text, "\u{fffd}\u{fffd}[31mno");
    }
}
