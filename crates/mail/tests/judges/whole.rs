//! A template and a contact, all the way to a reader, and back by a click.

use runnel_mail::template::Source;
use runnel_mail::{
    Fields, HandOver, Held, Letter, Links, Person, Purpose, Signer, Template, Verdict,
};
use runnel_model::{
    Contact, ContactId, EffectId, EmailAddress, PropertyName, PropertyValue, Timestamp, Value,
};
use serde_json::{Value as Json, json};
use url::Url;

use crate::aiosmtpd::Aiosmtpd;

const AT: Timestamp = Timestamp::from_ms(1_790_000_000_000);
const MAIL: EffectId = EffectId(42);

fn contact(properties: &[(&str, &str)]) -> Contact {
    let mut contact = Contact::new(ContactId(7), AT);
    contact.email = Some(EmailAddress::parse("Ana@Example.org").unwrap());
    for (name, value) in properties {
        let known = PropertyValue { value: Some(Value::Text((*value).to_owned())), set_at: AT };
        contact.properties.insert(PropertyName::parse(name).unwrap(), known);
    }
    contact
}

fn template() -> Template {
    let html = "<p>Cześć {{ contact.first_name | default: 'there' }}, {{ contact.company }}!</p>\
                <a href='https://shop.example.com/?a=1&amp;b={{ contact.first_name | url_encode }}#x'>\
                Shop</a> <a href='{{ mail.unsubscribe }}'>Unsubscribe</a>";
    let subject = "{{ contact.company }}: news".to_owned();
    Template::compile(&Source { subject, text: None, html: Some(html.to_owned()) }).unwrap()
}

/// Sends the mail to this contact; what came, as the reader sees it.
async fn deliver(links: &Links, contact: &Contact) -> Result<Json, Held> {
    let mut server = Aiosmtpd::start("open");
    let unsubscribe = links.unsubscribe(MAIL, "");
    let of_mail = json!({ "unsubscribe": unsubscribe.as_str() });
    let fields = Fields::of_contact(contact).with("mail", of_mail.as_object().unwrap());
    let rendered = template().render(&fields)?;
    let bodies = links.track(MAIL, &rendered.bodies);
    let from = EmailAddress::parse("news@example.com").unwrap();
    let letter = Letter {
        id: &MAIL.to_string(),
        at: AT,
        from: Person { name: Some("Shop"), address: &from },
        reply_to: None,
        return_path: None,
        to: Person { name: None, address: contact.email.as_ref().unwrap() },
        subject: &rendered.subject,
        text: &bodies.text,
        html: bodies.html.as_deref(),
        unsubscribe: Some(&unsubscribe),
        feedback: None,
    };
    let message = letter.to_message().unwrap();
    let outcome = server.relay().send(&message, async { HandOver::Go }).await;
    assert_eq!(outcome.verdict, Verdict::Accepted, "{}", outcome.why);
    Ok(server.mail())
}

#[tokio::test]
async fn a_mail_goes_from_its_template_to_its_reader_and_a_click_comes_back() {
    let links = Links::new(Url::parse("https://go.example.com").unwrap(), Signer::new(&[7; 32]));
    let contact = contact(&[("first_name", "Żaneta & Co"), ("company", "<ACME>\r\nBcc: x")]);
    let mail = deliver(&links, &contact).await.unwrap();
    assert_eq!(mail["headers"]["Subject"], "<ACME> Bcc: x: news");
    assert_eq!(mail["rcpt_to"], json!(["ana@example.org"]));
    let (html, text) = (mail["html"].as_str().unwrap(), mail["text"].as_str().unwrap());
    assert!(html.contains("Cześć Żaneta &amp; Co, &lt;ACME&gt;"), "{html}");
    assert!(text.contains("Cześć Żaneta & Co, <ACME>"), "{text}");
    let tokens = |body: &str, folder: &str| -> Vec<Purpose> {
        let link = format!("https://go.example.com/{folder}/");
        let found = body.split(&link).skip(1);
        let ends = |c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_';
        found.map(|rest| links.read(rest.split(ends).next().unwrap()).unwrap().purpose).collect()
    };
    let shop = "https://shop.example.com/?a=1&b=%C5%BBaneta%20%26%20Co#x";
    let click = Purpose::Click(Url::parse(shop).unwrap());
    assert_eq!(tokens(html, "l"), [click.clone(), Purpose::Honeypot]);
    assert_eq!(tokens(html, "o"), [Purpose::Open]);
    assert_eq!(tokens(html, "u"), [Purpose::Unsubscribe(String::new())]);
    assert_eq!(tokens(text, "l"), [click]);
    assert_eq!(tokens(text, "u"), [Purpose::Unsubscribe(String::new())]);
}

#[tokio::test]
async fn a_contact_that_lacks_something_gets_no_mail() {
    let links = Links::new(Url::parse("https://go.example.com").unwrap(), Signer::new(&[7; 32]));
    let held = deliver(&links, &contact(&[("first_name", "Ana")])).await.unwrap_err();
    assert!(matches!(held, Held::Missing { field, .. } if field == "contact.company"));
}
