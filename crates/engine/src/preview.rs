//! A rule that is not published, asked of contacts all the same: whom it would concern.
//!
//! Of what a contact did, its state keeps only what published rules ask about. What else this
//! rule asks is recalled from the contact's log, and taken exactly as it would have been kept.

use runnel_model::{Contact, Diagnostic, Rule, Timestamp};

use crate::catalog::Catalog;
use crate::check::Check;
use crate::recall::Recall;
use crate::rule::{Compiled, Needs};

/// A compiled rule, and what has to be recalled before it can be asked.
pub struct Preview {
    rule: Compiled,
    recall: Recall,
}

impl Preview {
    /// Compiles a rule that may refer to what the catalog knows, or says all that is wrong with it.
    pub fn compile(rule: &Rule, catalog: &Catalog) -> Result<Self, Vec<Diagnostic>> {
        let scope = catalog.scope();
        let mut needs = Needs::default();
        let mut check = Check::new(&scope, &mut needs);
        let compiled = check.rule("rule", rule);
        let has_errors = check.has_errors();
        let diagnostics = check.diagnostics;
        let Some(rule) = compiled.filter(|_| !has_errors) else { return Err(diagnostics) };
        Ok(Self { rule, recall: Recall::of_missing(&needs, catalog) })
    }

    /// What has to be recalled before it can be asked.
    pub const fn recall(&self) -> &Recall {
        &self.recall
    }

    /// Whether the rule holds of a contact at this time.
    pub fn holds(&self, contact: &Contact, now: Timestamp) -> bool {
        self.rule.holds(contact, now).holds
    }
}

#[cfg(test)]
mod tests {
    use runnel_model::{
        CatalogDocument, ContactId, EngineLimits, Event, EventName, PublishedSegment,
    };
    use serde_json::{Value, json};

    use super::*;

    const NOW: Timestamp = Timestamp::from_ms(1_700_000_000_000);

    fn seen_often(times: u64) -> Value {
        let pricing = json!({ "event": "page_visited", "where": [{ "name": "url", "test": { "contains": "/pricing" } }] });
        json!({ "count": { "of": pricing, "times": { "at_least": times }, "within": { "days": 3 } } })
    }

    fn catalog(published: &[Value]) -> Catalog {
        let segment = |(at, rule): (usize, &Value)| {
            let document = json!({ "id": format!("s{at}"), "name": "S", "rule": rule });
            let document = serde_json::from_value(document).unwrap();
            PublishedSegment { version: 1, since: 1, starts_flows: false, document }
        };
        let document = CatalogDocument {
            version: 1,
            sweep: 0,
            flows: Vec::new(),
            segments: published.iter().enumerate().map(segment).collect(),
            models: Vec::new(),
            pipelines: Vec::new(),
            zone: Default::default(),
            behaviours: Vec::new(),
            limits: EngineLimits::default(),
        };
        Catalog::compile(document).unwrap()
    }

    fn preview(rule: Value, catalog: &Catalog) -> Result<Preview, Vec<Diagnostic>> {
        Preview::compile(&serde_json::from_value(rule).unwrap(), catalog)
    }

    fn visit(url: &str) -> Event {
        let event = json!({ "name": "page_visited", "properties": { "url": url } });
        serde_json::from_value(event).unwrap()
    }

    #[test]
    fn what_nobody_has_counted_is_recalled_from_the_log() {
        let preview = preview(seen_often(2), &catalog(&[])).unwrap();
        assert_eq!(preview.recall().events(), [EventName::PageVisited].into());
        let (pricing, other) = (visit("https://x.example/pricing"), visit("https://x.example/"));
        let hours_ago = |hours| NOW - runnel_model::Span::Hours(hours);
        let mut contact = Contact::new(ContactId(1), hours_ago(999));
        assert!(!preview.holds(&contact, NOW));
        preview.recall().give(&mut contact, [(&pricing, hours_ago(1)), (&other, hours_ago(2))]);
        assert!(!preview.holds(&contact, NOW));
        let twice = [(&pricing, hours_ago(1)), (&other, hours_ago(2)), (&pricing, hours_ago(71))];
        // Not added to what was recalled before.
        preview.recall().give(&mut contact, twice);
        assert!(preview.holds(&contact, NOW));
        assert!(!preview.holds(&contact, NOW + runnel_model::Span::Hours(1)));
    }

    #[test]
    fn what_a_published_rule_counts_is_in_the_state() {
        let catalog = catalog(&[seen_often(5)]);
        assert!(preview(seen_often(5), &catalog).unwrap().recall().events().is_empty());
        assert!(preview(seen_often(8), &catalog).unwrap().recall().events().is_empty());
        assert_eq!(preview(seen_often(9), &catalog).unwrap().recall().events().len(), 1);
        assert!(
            preview(json!({ "segment": "s0" }), &catalog).unwrap().recall().events().is_empty()
        );
    }

    #[test]
    fn a_rule_with_errors_is_refused_with_all_of_them() {
        let rule = json!({ "all": [{ "segment": "nowhere" }, { "segment": "nothing" }] });
        let refused = preview(rule, &catalog(&[])).err().unwrap();
        let codes: Vec<_> = refused.iter().map(|one| one.code.as_str()).collect();
        assert_eq!(codes, ["unknown_segment", "unknown_segment"]);
    }
}
