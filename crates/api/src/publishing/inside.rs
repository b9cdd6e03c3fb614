//! Whoever is inside a flow when a new version of it is published.

use runnel_model::{CatalogDocument, Diagnostic, Flow, Migration, Migrations, NodeId, Severity};

/// What is wrong with the choices: a step must have been in an older version to be stood at, and
/// must be in the new one to be gone on from. What becomes of steps of versions that nobody is
/// inside of (`is_inside`) concerns nobody.
pub fn check(
    draft: &Flow,
    choices: &Migrations,
    catalog: &CatalogDocument,
    is_inside: impl Fn(u32) -> bool,
) -> Vec<Diagnostic> {
    let older = || catalog.flows.iter().filter(|flow| *flow.id() == draft.id);
    let inside = || older().filter(|flow| is_inside(flow.version));
    let problem = |(node, choice): (&NodeId, &Migration)| {
        if !older().any(|flow| kind(&flow.document, node).is_some()) {
            let message = format!("No published version of the flow has a step `{node}`.");
            let help = "Leave the choice out: nobody is at this step.";
            return Some(diagnostic("unknown_step", node, message, help));
        }
        let goes_on = matches!(choice, Migration::Move | Migration::Retime);
        if goes_on && !inside().all(|flow| can_go_on(&flow.document, draft, node)) {
            let message = format!(
                "Whoever is at `{node}` cannot go on from there: the new version has no such \
                 step, or another kind of step in its place."
            );
            let help = "Let them finish in the version they are in, or end their enrolments.";
            return Some(diagnostic("cannot_move", node, message, help));
        }
        None
    };
    choices.iter().filter_map(problem).collect()
}

/// Whether whoever is at a step of one version can go on from the same step of another one.
pub fn can_go_on(from: &Flow, to: &Flow, node: &NodeId) -> bool {
    kind(from, node).is_none_or(|kind_then| kind(to, node) == Some(kind_then))
}

fn kind<'a>(flow: &'a Flow, node: &NodeId) -> Option<&'a str> {
    flow.nodes.iter().find(|one| one.id == *node).map(|node| node.kind.as_str())
}

fn diagnostic(code: &str, node: &NodeId, message: String, help: &str) -> Diagnostic {
    Diagnostic {
        code: code.into(),
        severity: Severity::Error,
        node: Some(node.clone()),
        field: None,
        message,
        help: help.into(),
        values: [("step".to_owned(), node.as_str().into())].into(),
    }
}

#[cfg(test)]
mod tests {
    use runnel_model::{EngineLimits, FlowState, PublishedFlow};
    use serde_json::json;

    use super::*;

    fn flow(kind: &str) -> Flow {
        let nodes = json!([{ "id": "a", "kind": kind, "settings": {} }]);
        serde_json::from_value(json!({ "id": "f", "name": "F", "nodes": nodes, "edges": [] }))
            .unwrap()
    }

    /// Version 1 has the step `a`, a wait; version 2 has another kind of step there.
    fn catalog() -> CatalogDocument {
        let version = |version, kind| PublishedFlow {
            version,
            since: 2,
            state: FlowState::Active,
            current: version == 2,
            migrations: Migrations::new(),
            members_since: 0,
            document: flow(kind),
        };
        CatalogDocument {
            version: 2,
            sweep: 1,
            flows: vec![version(1, "wait"), version(2, "branch")],
            segments: Vec::new(),
            models: Vec::new(),
            pipelines: Vec::new(),
            zone: Default::default(),
            behaviours: Vec::new(),
            limits: EngineLimits::default(),
        }
    }

    #[test]
    fn only_from_the_same_step_does_anybody_go_on() {
        let check = |kind: &str, node: &str, choice, inside: &[u32], expect: &[&str]| {
            let choices = [(NodeId::parse(node).unwrap(), choice)].into();
            let found = check(&flow(kind), &choices, &catalog(), |one| inside.contains(&one));
            let codes: Vec<_> = found.iter().map(|one| one.code.to_string()).collect();
            assert_eq!(codes, expect, "{kind} {node} {choice:?} {inside:?}");
        };
        check("wait", "a", Migration::Move, &[1], &[]);
        check("wait", "a", Migration::Move, &[1, 2], &["cannot_move"]);
        check("goal", "a", Migration::Move, &[1], &["cannot_move"]);
        check("goal", "a", Migration::Move, &[], &[]);
        check("goal", "a", Migration::Retime, &[1], &["cannot_move"]);
        check("goal", "a", Migration::Exit, &[1], &[]);
        check("goal", "a", Migration::Finish, &[1], &[]);
        check("wait", "b", Migration::Exit, &[1], &["unknown_step"]);
    }
}
