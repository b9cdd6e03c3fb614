//! Names, subjects and bodies in many scripts survive the way to another parser.

use runnel_mail::{HandOver, Letter, Message, Person, Verdict};
use runnel_model::{EmailAddress, Timestamp};
use serde_json::{Value, json};
use url::Url;

use crate::aiosmtpd::Aiosmtpd;

/// The parts of a mail that somebody wrote.
pub struct Words<'a> {
    pub name: &'a str,
    pub to: &'a str,
    pub subject: &'a str,
    pub text: &'a str,
    pub html: &'a str,
}

impl Default for Words<'_> {
    fn default() -> Self {
        Self {
            name: "Ana",
            to: "ana@example.org",
            subject: "Hello",
            text: "Hello Ana",
            html: "<p>Hello Ana</p>",
        }
    }
}

pub fn message(words: &Words<'_>) -> Message {
    let from = EmailAddress::parse("news@żółw.pl").unwrap();
    let to = EmailAddress::parse(words.to).unwrap();
    let unsubscribe = Url::parse("https://go.example.com/u/AQRf").unwrap();
    let letter = Letter {
        id: "eff_01",
        at: Timestamp::from_ms(1_790_000_000_000),
        from: Person { name: Some(words.name), address: &from },
        reply_to: Some(Person { name: Some(words.name), address: &from }),
        return_path: None,
        to: Person { name: Some(words.name), address: &to },
        subject: words.subject,
        text: words.text,
        html: Some(words.html),
        unsubscribe: Some(&unsubscribe),
        feedback: Some(["welcome", "onboarding", "flow", "acme"]),
    };
    letter.to_message().unwrap()
}

async fn read_back(server: &mut Aiosmtpd, words: &Words<'_>) -> Value {
    let outcome = server.relay().send(&message(words), async { HandOver::Go }).await;
    assert_eq!(outcome.verdict, Verdict::Accepted, "{}", outcome.why);
    let mail = server.mail();
    assert_eq!(mail["defects"], json!([]));
    assert_eq!(mail["bare_line_ends"], 0);
    assert_eq!(mail["has_bytes_beyond_ascii"], false);
    assert!(mail["longest_line"].as_u64().unwrap() <= 998);
    mail
}

#[tokio::test]
async fn every_header_is_read_as_it_was_meant() {
    let mut server = Aiosmtpd::start("open");
    let mail = read_back(&mut server, &Words::default()).await;
    let header = |name: &str| mail["headers"][name].clone();
    assert_eq!(header("Message-ID"), "<eff_01@xn--w-uga1v8h.pl>");
    assert_eq!(header("MIME-Version"), "1.0");
    assert_eq!(header("List-Unsubscribe"), "<https://go.example.com/u/AQRf>");
    assert_eq!(header("List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    assert_eq!(header("Feedback-ID"), "welcome:onboarding:flow:acme");
    assert_eq!(mail["date"], "2026-09-21T14:13:20+00:00");
    assert_eq!(mail["kind"], "multipart/alternative");
    assert_eq!(mail["mail_from"], "news@xn--w-uga1v8h.pl");
    assert_eq!(mail["rcpt_to"], json!(["ana@example.org"]));
    assert_eq!(mail["reply_to"], json!([["Ana", "news@xn--w-uga1v8h.pl"]]));
}

#[tokio::test]
async fn names_subjects_and_bodies_survive_in_many_scripts() {
    let mut server = Aiosmtpd::start("open");
    for words in [
        "Здравствуйте, Анна Каренина! Ваша скидка ждёт вас до пятницы, а потом исчезнет навсегда",
        "Zażółć gęślą jaźń, Świętosława",
        "Bună ziua, Ștefan și Țuțea: ăâîșț",
        "İstanbul'dan günaydın, Çağrı Işık",
        "👩‍💻 🎉 Launch day 🇵🇱",
        "שלום עולם, מה שלומך?",
        "مرحبا بالعالم \u{202b}test\u{202c}",
        "日本語の件名、とても長いので折り返しが必要になるかもしれませんが大丈夫です",
        "Quotes \" and \\ and (brackets), <angles>; semi: = ?utf-8?q?no?=",
    ] {
        let body = format!("{words}\n\n.\n..\nFrom here: {words}");
        let html = format!("<p>{words}</p>");
        let given =
            Words { name: words, subject: words, text: &body, html: &html, to: "ana@example.org" };
        let mail = read_back(&mut server, &given).await;
        assert_eq!(mail["headers"]["Subject"], words);
        assert_eq!(mail["from"], json!([[words, "news@xn--w-uga1v8h.pl"]]), "{words}");
        assert_eq!(mail["to"], json!([[words, "ana@example.org"]]));
        let text = mail["text"].as_str().unwrap().replace("\r\n", "\n");
        assert_eq!(text.trim_end(), body);
        assert_eq!(mail["html"].as_str().unwrap().trim_end(), html);
    }
}

#[tokio::test]
async fn a_long_body_of_long_lines_arrives_whole() {
    let mut server = Aiosmtpd::start("open");
    // What the server tells about it has to fit into a pipe while nobody reads.
    let text = ".dot ż ".repeat(3_000);
    let mail = read_back(&mut server, &Words { text: &text, ..Words::default() }).await;
    assert_eq!(mail["text"].as_str().unwrap().trim_end(), text.trim_end());
}

#[tokio::test]
async fn a19_nothing_that_somebody_wrote_becomes_a_header() {
    let mut server = Aiosmtpd::start("open");
    let evil = "x\r\nBcc: evil@example.com\r\nX-Evil: 1\r\n\r\n<script>";
    let given = Words { name: evil, subject: evil, text: evil, ..Words::default() };
    let mail = read_back(&mut server, &given).await;
    assert_eq!(mail["headers"]["Subject"], "x Bcc: evil@example.com X-Evil: 1 <script>");
    assert!(mail["headers"].get("Bcc").is_none() && mail["headers"].get("X-Evil").is_none());
    assert_eq!(mail["rcpt_to"], json!(["ana@example.org"]));
}
