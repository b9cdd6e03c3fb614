//! What one person can do, and where they are in time while they do it.

use jiff::Timestamp as Instant;
use runnel_model::{
    AnonymousId, Edit, EmailAddress, Event, EventName, IdentityKeys, InputBody, Properties,
    PropertyName, Span, Timestamp, UserId, Value,
};
use serde_json::{Value as Json, json};

use super::chooser::Chooser;
use super::deed::by_sales;
use super::people::Person;
use super::{Deed, Happening, Origin};

const SITE: &str = "https://www.example.com";

/// Path and title of what there is to read.
const ARTICLES: [(&str, &str); 5] = [
    ("/", "Home"),
    ("/blog/what-is-lead-scoring", "What is lead scoring?"),
    ("/blog/cancelled-meetings", "What a cancelled meeting tells you"),
    ("/customers", "Customers"),
    ("/integrations", "Integrations"),
];

const PRICING: (&str, &str) = ("/pricing", "Pricing");

const CAMPAIGNS: [(&str, &str); 5] = [
    ("google", "cpc"),
    ("linkedin", "social"),
    ("facebook", "social"),
    ("newsletter", "email"),
    ("partner", "referral"),
];

const REASONS: [&str; 4] =
    ["No budget this quarter", "Chose another supplier", "Ill, will write", "Not needed any more"];

/// Somebody's way through the weeks: where they are in time, and what they did so far.
pub(super) struct Life {
    pub place: usize,
    pub person: Person,
    pub chooser: Chooser,
    at: Timestamp,
    device: AnonymousId,
    campaign: (&'static str, &'static str),
    /// The next page is the first one after a click on something elsewhere.
    lands: bool,
    known: bool,
    /// Sets the messages of one life apart from those of another of the same person.
    name: String,
    happened: Vec<Happening>,
}

/// A meeting as Calendly tells of it.
pub(super) struct Meeting {
    number: i64,
    pub start: Timestamp,
}

impl Life {
    /// Begins within so many days.
    pub(super) fn new(place: usize, mut chooser: Chooser, from: Timestamp, days_max: i64) -> Self {
        let device = format!("{:016x}{:016x}", chooser.next(), chooser.next());
        let campaign = *chooser.pick(&CAMPAIGNS);
        let at = chooser.later(from, days_max);
        let person = Person::at(place, &mut chooser);
        Self {
            place,
            person,
            at,
            device: AnonymousId::parse(&device).expect("hexadecimal digits"),
            campaign,
            lands: true,
            known: false,
            name: "history".into(),
            happened: Vec::new(),
            chooser,
        }
    }

    /// The same person on the same device, at another time.
    pub(super) fn visit_at(mut self, now: Timestamp, name: String, chooser: Chooser) -> Self {
        (self.at, self.name, self.chooser) = (now, name, chooser);
        self
    }

    /// What has happened in it.
    pub(super) fn happened(self) -> Vec<Happening> {
        self.happened
    }

    pub(super) fn pause(&mut self, days_max: i64) {
        self.at = self.chooser.later(self.at, days_max);
    }

    fn minutes(&mut self, most: i64) {
        let seconds = self.chooser.between(20, most * 60);
        self.at = Timestamp::from_ms(self.at.as_ms() + seconds * 1_000);
    }

    pub(super) fn visits(&mut self, times: u32) {
        for _ in 0..times {
            let article = *self.chooser.pick(&ARTICLES);
            self.visit(article);
            if self.chooser.chance(40) {
                self.pause(3);
            }
        }
    }

    pub(super) fn looks_at_prices(&mut self, times: u32) {
        for _ in 0..times {
            self.visit(PRICING);
            self.minutes(600);
        }
    }

    fn visit(&mut self, (path, title): (&str, &str)) {
        let mut told = json!({ "url": format!("{SITE}{path}"), "path": path, "title": title });
        if std::mem::take(&mut self.lands) {
            let (source, medium) = self.campaign;
            told["context"] = json!({ "campaign": { "source": source, "medium": medium } });
        }
        self.event(Origin::Server, EventName::PageVisited, &told);
        self.minutes(8);
    }

    pub(super) fn identifies(&mut self) {
        self.known = true;
        let keys = IdentityKeys { email: Some(self.email()), ..self.keys() };
        let named = |(name, value)| (PropertyName::parse(name).expect("a plain name"), Some(value));
        let properties = self.told_of_themselves().into_iter().map(named).collect();
        self.push(Origin::Server, keys, InputBody::Identify { properties, fill_only: false });
        self.minutes(5);
    }

    fn told_of_themselves(&self) -> Vec<(&'static str, Value)> {
        let Person { name, city, country, role, company, employees, age, decides, .. } =
            &self.person;
        let texts = [
            ("name", name),
            ("city", city),
            ("country", country),
            ("role", role),
            ("company", company),
        ];
        let texts = texts.map(|(name, text)| (name, Value::Text(text.clone())));
        let size = ("company_size", Value::Number(f64::from(*employees)));
        let age = age.map(|years| ("age", Value::Number(f64::from(years))));
        let authority = decides.map(|decides| if decides { "decision maker" } else { "user" });
        let authority = authority.map(|word| ("purchase_authority", Value::Text(word.to_owned())));
        texts.into_iter().chain([size]).chain(age).chain(authority).collect()
    }

    pub(super) fn track(&mut self, name: &str) {
        let told = if name == "started_a_trial" { json!({ "plan": "team" }) } else { json!({}) };
        let name = EventName::custom(name).expect("a plain name");
        self.event(Origin::Server, name, &told);
        self.minutes(30);
    }

    pub(super) fn books(&mut self) -> Meeting {
        let start = self.chooser.later(self.at + Span::Days(2), 6);
        let meeting = Meeting { number: self.chooser.between(100_000, 999_999), start };
        self.meeting_event("invitee.created", EventName::MeetingBooked, &meeting);
        meeting
    }

    pub(super) fn meeting_event(&mut self, kind: &str, name: EventName, meeting: &Meeting) {
        let Meeting { number, start } = meeting;
        let mut told = json!({
            "meeting": format!("https://calendly.example.com/meetings/{number}"),
            "invitee": format!("https://calendly.example.com/meetings/{number}/invitees/1"),
            "invitee_name": self.person.name,
            "name": "Demo call",
            "start_time": iso(*start),
            "end_time": iso(*start + Span::Minutes(30)),
        });
        if kind == "invitee.canceled" {
            told["reason"] = json!(self.chooser.pick(&REASONS));
            told["canceler_type"] = json!("invitee");
        }
        self.event(Origin::Calendly, name, &told);
        self.minutes(60);
    }

    pub(super) fn by_hand(&mut self, edit: Edit) {
        self.of_sales(Deed::Told(by_sales(edit)));
    }

    pub(super) fn of_sales(&mut self, deed: Deed) {
        let keys = self.by_email();
        self.push_deed(Origin::Person, keys, deed);
        self.minutes(10);
    }

    fn event(&mut self, origin: Origin, name: EventName, told: &Json) {
        let map = told.as_object().cloned().unwrap_or_default();
        let keys = match origin {
            Origin::Server => self.keys(),
            _ => self.by_email(),
        };
        let event = Event { name, properties: Properties::from_map(&map) };
        self.push(origin, keys, InputBody::Event(event));
    }

    fn push(&mut self, origin: Origin, keys: IdentityKeys, body: InputBody) {
        self.push_deed(origin, keys, Deed::Told(body));
    }

    fn push_deed(&mut self, origin: Origin, keys: IdentityKeys, deed: Deed) {
        let message_id = format!("{}-{}-{}", self.name, self.place, self.happened.len());
        let (at, person) = (self.at, self.place);
        self.happened.push(Happening { at, person, origin, keys, message_id, deed });
    }

    fn keys(&self) -> IdentityKeys {
        let user =
            UserId::parse(&format!("user-{}", 1_001 + self.place)).expect("plain characters");
        IdentityKeys {
            user_id: self.known.then_some(user),
            anonymous_id: Some(self.device.clone()),
            ..IdentityKeys::default()
        }
    }

    fn by_email(&self) -> IdentityKeys {
        IdentityKeys { email: Some(self.email()), ..IdentityKeys::default() }
    }

    fn email(&self) -> EmailAddress {
        let domain = ["example.com", "example.org", "example.net"][self.place % 3];
        let address = format!("{}@{domain}", self.person.mailbox);
        EmailAddress::parse(&address).expect("the mailboxes are plain")
    }
}

fn iso(at: Timestamp) -> String {
    Instant::from_millisecond(at.as_ms()).map(|instant| instant.to_string()).unwrap_or_default()
}
