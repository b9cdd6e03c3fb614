//! What one person does in these weeks.

use jiff::Timestamp as Instant;
use runnel_model::{
    AnonymousId, Category, Edit, EmailAddress, Event, EventName, IdentityKeys, InputBody,
    LifecycleStage, PipelineId, Properties, PropertyName, Span, StageId, Tag, Timestamp, UserId,
    Value,
};
use serde_json::{Value as Json, json};

use super::chooser::Chooser;
use super::people::Person;
use super::{Happening, Origin};

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

const CAMPAIGNS: [(&str, &str); 4] =
    [("google", "cpc"), ("linkedin", "social"), ("newsletter", "email"), ("partner", "referral")];

const REASONS: [&str; 4] =
    ["No budget this quarter", "Chose another supplier", "Ill, will write", "Not needed any more"];

/// Somebody's way through the weeks: where they are in time, and what they did so far.
pub(super) struct Life<'a> {
    place: usize,
    person: &'a Person,
    chooser: Chooser,
    at: Timestamp,
    until: Timestamp,
    device: AnonymousId,
    campaign: (&'static str, &'static str),
    known: bool,
    happened: Vec<Happening>,
}

/// A meeting as Calendly tells of it.
struct Meeting {
    number: i64,
    start: Timestamp,
}

impl<'a> Life<'a> {
    pub(super) fn new(
        place: usize,
        person: &'a Person,
        mut chooser: Chooser,
        from: Timestamp,
        until: Timestamp,
    ) -> Self {
        let device = format!("{:016x}{:016x}", chooser.next(), chooser.next());
        let campaign = *chooser.pick(&CAMPAIGNS);
        let at = chooser.later(from, 10);
        Self {
            place,
            person,
            at,
            until,
            device: AnonymousId::parse(&device).expect("hexadecimal digits"),
            campaign,
            known: false,
            happened: Vec::new(),
            chooser,
        }
    }

    /// Lives one of a few kinds of lives, as far as it gets before the end.
    pub(super) fn live(mut self) -> Vec<Happening> {
        match self.place % 8 {
            0 => self.cancels(),
            1 => self.buys(Self::gets_a_deal, |_| {}),
            2 => self.buys(|_| {}, Self::gets_a_deal),
            3 => self.moves_a_meeting(),
            4 | 5 => self.subscribes(),
            6 => self.only_looks(),
            _ => self.tries(),
        }
        self.happened.retain(|happening| happening.at < self.until);
        self.happened
    }

    /// Reads, books a meeting, gets a deal, and cancels.
    fn cancels(&mut self) {
        self.visits(2);
        self.identifies();
        self.looks_at_prices(2);
        let meeting = self.books();
        self.gets_a_deal();
        self.pause(3);
        self.meeting_event("invitee.canceled", EventName::MeetingCancelled, &meeting);
    }

    /// Tries the product, likes it, meets sales, who may know of it early or late.
    fn buys(&mut self, early: fn(&mut Self), late: fn(&mut Self)) {
        self.visits(3);
        self.identifies();
        early(self);
        self.uses_the_product(6);
        self.looks_at_prices(7);
        late(self);
        self.books();
        self.uses_the_product(4);
    }

    fn moves_a_meeting(&mut self) {
        self.visits(1);
        self.identifies();
        let mut meeting = self.books();
        self.gets_a_deal();
        self.pause(2);
        meeting.start = meeting.start + Span::Days(7);
        self.meeting_event("invitee.created", EventName::MeetingRescheduled, &meeting);
        self.looks_at_prices(1);
    }

    /// Reads every week, and never asks for a price.
    fn subscribes(&mut self) {
        self.visits(1);
        self.identifies();
        self.by_hand(Edit::SetStage(LifecycleStage::Subscriber));
        self.by_hand(Edit::AddTag(Tag::parse("newsletter").expect("a plain tag")));
        for _ in 0..4 {
            self.pause(6);
            self.visits(2);
        }
    }

    /// Stays nameless.
    fn only_looks(&mut self) {
        self.visits(3);
        self.looks_at_prices(1);
        self.pause(14);
        self.visits(1);
    }

    /// Signs up, does something once, and falls silent; some were met at a fair.
    fn tries(&mut self) {
        self.identifies();
        self.uses_the_product(2);
        if self.chooser.chance(50) {
            let category = Category::parse("fit").expect("a plain name");
            let reason = "Met at the trade fair".into();
            self.by_hand(Edit::AdjustScore { category, points: 10, reason });
        }
    }

    fn pause(&mut self, days_max: i64) {
        self.at = self.chooser.later(self.at, days_max);
    }

    fn minutes(&mut self, most: i64) {
        let seconds = self.chooser.between(20, most * 60);
        self.at = Timestamp::from_ms(self.at.as_ms() + seconds * 1_000);
    }

    fn visits(&mut self, times: u32) {
        for _ in 0..times {
            let article = *self.chooser.pick(&ARTICLES);
            self.visit(article);
            if self.chooser.chance(40) {
                self.pause(3);
            }
        }
    }

    fn looks_at_prices(&mut self, times: u32) {
        for _ in 0..times {
            self.visit(PRICING);
            self.minutes(600);
        }
    }

    fn visit(&mut self, (path, title): (&str, &str)) {
        let (source, medium) = self.campaign;
        let told = json!({
            "url": format!("{SITE}{path}"),
            "path": path,
            "title": title,
            "context": { "campaign": { "source": source, "medium": medium } },
        });
        self.event(Origin::Server, EventName::PageVisited, &told);
        self.minutes(8);
    }

    fn identifies(&mut self) {
        self.known = true;
        let Person { name, city, country, role, company, employees, .. } = self.person;
        let told = [
            ("name", name),
            ("city", city),
            ("country", country),
            ("role", role),
            ("company", company),
        ];
        let texts = told.map(|(name, text)| (name, Value::Text((*text).to_owned())));
        let size = ("company_size", Value::Number(f64::from(*employees)));
        let properties = texts.into_iter().chain([size]);
        let named = |(name, value)| (PropertyName::parse(name).expect("a plain name"), Some(value));
        let properties = properties.map(named).collect();
        let keys = IdentityKeys { email: Some(self.email()), ..self.keys() };
        self.push(Origin::Server, keys, InputBody::Identify { properties, fill_only: false });
        self.minutes(5);
    }

    fn uses_the_product(&mut self, times: u32) {
        self.track("started_a_trial", &json!({ "plan": "team" }));
        for at in 0..times {
            self.pause(2);
            let name = if at % 3 == 2 { "created_a_project" } else { "created_a_task" };
            self.track(name, &json!({}));
        }
    }

    fn track(&mut self, name: &str, told: &Json) {
        let name = EventName::custom(name).expect("a plain name");
        self.event(Origin::Server, name, told);
        self.minutes(30);
    }

    fn books(&mut self) -> Meeting {
        let start = self.chooser.later(self.at + Span::Days(2), 6);
        let meeting = Meeting { number: self.chooser.between(100_000, 999_999), start };
        self.meeting_event("invitee.created", EventName::MeetingBooked, &meeting);
        meeting
    }

    fn meeting_event(&mut self, kind: &str, name: EventName, meeting: &Meeting) {
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

    fn gets_a_deal(&mut self) {
        self.by_hand(Edit::CreateDeal {
            name: self.person.company.to_owned(),
            pipeline: PipelineId::parse("sales").expect("a plain id"),
            stage: Some(StageId::parse("qualified").expect("a plain id")),
            amount: None,
        });
    }

    fn by_hand(&mut self, edit: Edit) {
        let keys = IdentityKeys { email: Some(self.email()), ..IdentityKeys::default() };
        self.push(Origin::Person, keys, InputBody::Edit { by: "Ada (sales)".into(), edit });
        self.minutes(10);
    }

    fn event(&mut self, origin: Origin, name: EventName, told: &Json) {
        let map = told.as_object().cloned().unwrap_or_default();
        let keys = match origin {
            Origin::Server => self.keys(),
            _ => IdentityKeys { email: Some(self.email()), ..IdentityKeys::default() },
        };
        let event = Event { name, properties: Properties::from_map(&map) };
        self.push(origin, keys, InputBody::Event(event));
    }

    fn push(&mut self, origin: Origin, keys: IdentityKeys, body: InputBody) {
        let message_id = format!("history-{}-{}", self.place, self.happened.len());
        let (at, person) = (self.at, self.place);
        self.happened.push(Happening { at, person, origin, keys, message_id, body });
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

    fn email(&self) -> EmailAddress {
        let domain = ["example.com", "example.org", "example.net"][self.place % 3];
        let address = format!("{}@{domain}", self.person.mailbox);
        EmailAddress::parse(&address).expect("the mailboxes are plain")
    }
}

fn iso(at: Timestamp) -> String {
    Instant::from_millisecond(at.as_ms()).map(|instant| instant.to_string()).unwrap_or_default()
}
