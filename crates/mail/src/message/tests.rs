//! What the bytes look like. That another parser reads them back is shown in `tests/`.

use proptest::prelude::*;

use super::*;

const AT: Timestamp = Timestamp::from_ms(1_790_000_000_123);

fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

/// A letter with this name, subject, text and HTML, as text.
fn written(name: &str, subject: &str, text: &str, html: Option<&str>) -> String {
    let (from, to) = (address("news@żółw.pl"), address("ana@example.com"));
    let unsubscribe = Url::parse("https://t.example.com/u/AAAA?x=\r\nBcc: a").unwrap();
    let letter = Letter {
        id: "eff_01",
        at: AT,
        from: Person { name: Some("Żółw"), address: &from },
        reply_to: Some(Person { name: None, address: &to }),
        return_path: None,
        to: Person { name: Some(name), address: &to },
        subject,
        text,
        html,
        unsubscribe: Some(&unsubscribe),
        feedback: Some(["step", "hot leads", "flow", "acme"]),
    };
    let message = letter.to_message().unwrap();
    assert_eq!(message, letter.to_message().unwrap(), "the same letter gives the same bytes");
    String::from_utf8(message.bytes).unwrap()
}

#[test]
fn a_message_has_what_receivers_ask_for() {
    insta::assert_snapshot!(
        written("Ana", "Hello", "Hi\nAna", Some("<p>Hi</p>")).replace('\r', ""),
        @r#"
        Date: Mon, 21 Sep 2026 14:13:20 +0000
        Message-ID: <eff_01@xn--w-uga1v8h.pl>
        From: =?utf-8?b?xbvDs8WCdw==?= <news@xn--w-uga1v8h.pl>
        To: Ana <ana@example.com>
        Subject: Hello
        Reply-To: ana@example.com
        List-Unsubscribe: <https://t.example.com/u/AAAA?x=Bcc:%20a>
        List-Unsubscribe-Post: List-Unsubscribe=One-Click
        Feedback-ID: step:hot_leads:flow:acme
        MIME-Version: 1.0
        Content-Type: multipart/alternative;
         boundary="=_666fb5df75c35d8c72e2f0a48e67fd2d"

        --=_666fb5df75c35d8c72e2f0a48e67fd2d
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: 7bit

        Hi
        Ana
        --=_666fb5df75c35d8c72e2f0a48e67fd2d
        Content-Type: text/html; charset=utf-8
        Content-Transfer-Encoding: 7bit

        <p>Hi</p>
        --=_666fb5df75c35d8c72e2f0a48e67fd2d--
        "#
    );
}

#[test]
fn a19_names_and_subjects_cannot_add_headers() {
    let evil = "x\r\nBcc: a@b.co\r\n\r\nbody";
    let written = written(evil, evil, "t", None);
    let (headers, _) = written.split_once("\r\n\r\n").unwrap();
    assert!(!headers.contains("\r\nBcc"), "{headers}");
    assert_eq!(headers.matches("\r\nSubject: ").count(), 1);
}

#[test]
fn a_long_unsubscribe_link_is_refused_not_broken() {
    let to = address("a@b.co");
    let url = Url::parse(&format!("https://x.co/{}", "a".repeat(1_000))).unwrap();
    let person = Person { name: None, address: &to };
    let letter = Letter {
        id: "1",
        at: AT,
        from: person,
        reply_to: None,
        return_path: None,
        to: person,
        subject: "s",
        text: "t",
        html: None,
        unsubscribe: Some(&url),
        feedback: None,
    };
    assert!(matches!(letter.to_message(), Err(Error::LongLine)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn whatever_is_in_it_a_message_has_short_lines_that_end_in_crlf(
        name in "\\PC{0,200}|[\\x00-\\xff]{0,50}",
        subject in "\\PC{0,400}|[ -~]{900,1200}|[\\x00-\\xff]{0,50}",
        text in "[\\x00-\\xff]{0,300}|[a-z]{990,1100}|\\PC{0,300}",
    ) {
        let written = written(&name, &subject, &text, Some(&text));
        prop_assert!(written.is_ascii());
        prop_assert_eq!(written.matches('\r').count(), written.matches("\r\n").count());
        prop_assert_eq!(written.matches('\n').count(), written.matches("\r\n").count());
        prop_assert!(written.lines().all(|line| line.len() <= LINE_MAX));
    }
}
