//! From the bytes of a request to a text worth parsing.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::MultiGzDecoder;

use super::Limits;
use crate::{Error, clean};

const GZIP: [u8; 2] = [0x1F, 0x8B];

/// Inflates what begins like gzip, whatever the headers say, never beyond the limit; replaces
/// what is not UTF-8 and numbers that JSON does not have.
pub fn readable<'a>(body: &'a [u8], limits: &Limits) -> Result<Cow<'a, str>, Error> {
    let bytes = if body.starts_with(&GZIP) {
        Cow::Owned(inflate(body, limits.body_bytes_max)?)
    } else {
        Cow::Borrowed(body)
    };
    if bytes.len() > limits.body_bytes_max {
        return Err(Error::TooLarge { bytes_max: limits.body_bytes_max });
    }
    Ok(match bytes {
        Cow::Borrowed(bytes) => text(bytes),
        Cow::Owned(bytes) => Cow::Owned(text(&bytes).into_owned()),
    })
}

fn inflate(body: &[u8], bytes_max: usize) -> Result<Vec<u8>, Error> {
    let mut inflated = Vec::new();
    // One byte more than allowed, so that the limit itself still passes and a bomb stops there.
    let mut bounded = MultiGzDecoder::new(body).take(bytes_max as u64 + 1);
    bounded.read_to_end(&mut inflated).map_err(|_| Error::NotGzip)?;
    Ok(inflated)
}

fn text(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => clean::without_nan(text.trim_start_matches('\u{FEFF}')),
        Err(_) => {
            let text = String::from_utf8_lossy(bytes);
            Cow::Owned(clean::without_nan(&text).into_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    const LIMITS: Limits =
        Limits { body_bytes_max: 1_000, event_bytes_max: 100, items_max: 3, depth_max: 8 };

    #[test]
    fn gzip_is_recognised_by_its_bytes() {
        assert_eq!(readable(&gzip(b"{\"a\":1}"), &LIMITS).unwrap(), "{\"a\":1}");
        assert_eq!(readable(b"{\"a\":1}", &LIMITS).unwrap(), "{\"a\":1}");
    }

    #[test]
    fn a_gzip_bomb_stops_at_the_limit() {
        let too_large = Err(Error::TooLarge { bytes_max: 1_000 });
        assert!(readable(&gzip(&[b' '; 1_000]), &LIMITS).is_ok());
        assert_eq!(readable(&gzip(&[b' '; 1_001]), &LIMITS), too_large);
        assert_eq!(readable(&gzip(&vec![0; 10_000_000]), &LIMITS), too_large);
        assert_eq!(readable(&[b' '; 1_001], &LIMITS), too_large);
    }

    #[test]
    fn broken_gzip_is_said_to_be_broken() {
        let whole = gzip(b"{\"a\":1}");
        assert_eq!(readable(&whole[..whole.len() - 9], &LIMITS), Err(Error::NotGzip));
        assert_eq!(readable(&GZIP, &LIMITS), Err(Error::NotGzip));
    }

    #[test]
    fn bytes_that_are_no_text_lose_no_request() {
        assert_eq!(readable(b"\"a\xFFb\"", &LIMITS).unwrap(), "\"a\u{FFFD}b\"");
        assert_eq!(readable("\u{FEFF}{}".as_bytes(), &LIMITS).unwrap(), "{}");
    }
}
