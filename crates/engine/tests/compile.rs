//! What is wrong with a flow: every problem at once, each with its code and its step.

use runnel_engine::{Scope, check_segments, compile, kinds};
use runnel_model::{Diagnostic, Flow, PublishedSegment};
use serde_json::{Value, json};

fn scope() -> Scope {
    let pipeline = json!({ "id": "sales", "name": "Sales", "stages": [
        { "id": "new", "name": "New", "kind": "open" }, { "id": "lost", "name": "Lost", "kind": "lost" }] });
    let pipeline: runnel_model::Pipeline = serde_json::from_value(pipeline).unwrap();
    Scope {
        segments: [("hot".parse().unwrap(), "Hot".to_owned())].into(),
        pipelines: [(pipeline.id.clone(), pipeline)].into(),
        flows: [("nurture".parse().unwrap(), ["wait".parse().unwrap()].into())].into(),
        ..Scope::default()
    }
}

fn codes(diagnostics: &[Diagnostic]) -> String {
    let code = |diagnostic: &Diagnostic| {
        let node = diagnostic.node.as_ref().map(|node| format!("{node}:")).unwrap_or_default();
        format!("{node}{}", diagnostic.code)
    };
    diagnostics.iter().map(code).collect::<Vec<_>>().join(" ")
}

/// Nodes are `[id, kind, settings]`, wires `from[:port]>to`.
fn check(nodes: &Value, wires: &str, expect: &str) {
    let node = |node: &Value| json!({ "id": node[0], "kind": node[1], "settings": node[2] });
    let edge = |wire: &str| {
        let (from, to) = wire.split_once('>').unwrap();
        let (from, port) = from.split_once(':').unwrap_or((from, "next"));
        json!({ "from": from, "port": port, "to": to })
    };
    let flow = json!({
        "id": "f",
        "name": "F",
        "nodes": nodes.as_array().unwrap().iter().map(node).collect::<Vec<_>>(),
        "edges": wires.split_whitespace().map(edge).collect::<Vec<_>>(),
    });
    let flow: Flow = serde_json::from_value(flow).unwrap();
    let (plan, diagnostics) = compile(&flow, &scope());
    assert_eq!(codes(&diagnostics), expect, "{diagnostics:#?}");
    let is_error = |diagnostic: &Diagnostic| diagnostic.severity == runnel_model::Severity::Error;
    assert_eq!(plan.is_none(), diagnostics.iter().any(is_error));
    for diagnostic in diagnostics {
        assert!(
            diagnostic.message.ends_with('.') && diagnostic.help.ends_with('.'),
            "{diagnostic:?}"
        );
    }
}

#[test]
fn a_sound_flow_has_no_diagnostics() {
    let nodes = json!([["t", "tag_added", { "tag": "x" }], ["a", "adjust_score", { "points": 5 }]]);
    check(&nodes, "t>a", "");
}

#[test]
fn the_graph_is_checked() {
    let t = json!(["t", "tag_added", { "tag": "x" }]);
    let a = json!(["a", "add_tag", { "tag": "y" }]);
    let b = json!(["b", "add_tag", { "tag": "z" }]);
    let e = json!(["e", "exit", {}]);
    check(&json!([]), "", "no_trigger");
    check(&json!([t]), "", "t:dead_end");
    check(&json!([t, a]), "", "t:dead_end a:unreachable");
    check(&json!([t, t]), "t>t", "t:duplicate_node t:wire_to_trigger t:dead_end t:dead_end");
    check(&json!([t, a]), "t>nowhere", "t:wire_to_nowhere t:dead_end a:unreachable");
    check(&json!([t, a]), "x>a t>a", "wire_to_nowhere");
    check(&json!([t, a, b]), "t>a t>b", "t:second_wire a:unreachable");
    check(&json!([t, a]), "t:yes>a", "t:unknown_port t:dead_end a:unreachable");
    check(&json!([t, e, a]), "t>e e>a", "e:unknown_port a:unreachable");
    check(&json!([t, a]), "t>a a>t", "a:wire_to_trigger");
    check(&json!([t, a, b]), "t>a a>b b>a", "a:loop_without_wait");
    check(&json!([t, a]), "t>a a>a", "a:loop_without_wait");
}

#[test]
fn settings_are_checked_each_by_its_kind() {
    let of = |kind: &str, settings: Value, expect: &str| {
        let nodes = json!([["t", "tag_added", { "tag": "x" }], ["s", kind, settings]]);
        check(&nodes, "t>s", expect);
    };
    of("teleport", json!({}), "s:unknown_kind");
    of("adjust_score", json!({}), "s:bad_settings");
    of("adjust_score", json!({ "points": 1, "pionts": 2 }), "s:bad_settings");
    of("adjust_score", json!({ "points": 0 }), "s:no_points");
    of("adjust_score", json!({ "points": 99_999_999 }), "s:points_out_of_range");
    of("wait", json!({ "for": { "days": 0 } }), "s:span_out_of_range");
    of("wait", json!({ "for": { "weeks": 4_294_967_295_u32 } }), "s:span_out_of_range");
    of("wait", json!({ "for": { "days": -1 } }), "s:bad_settings");
    of("wait_for", json!({ "at_most": { "days": 1 } }), "s:event_or_rule");
    of("branch", json!({ "rule": { "segment": "cold" } }), "s:unknown_segment");
    let stands = |flow: &str, is| json!({ "rule": { "flow": { "flow": flow, "is": is } } });
    of("branch", stands("gone", json!("inside")), "s:unknown_flow");
    of("branch", stands("nurture", json!({ "waits_at": "gone" })), "s:unknown_step");
    of("branch", stands("nurture", json!({ "waits_at": "wait" })), "");
    of("change_deal_stage", json!({ "pipeline": "sales", "stage": "x" }), "s:unknown_stage");
    of("change_deal_stage", json!({ "pipeline": "x", "stage": "x" }), "s:unknown_pipeline");
    of("assign_task", json!({ "title": " " }), "s:empty_text");
    for url in [
        "ftp://x.test",
        "https://",
        "https://user:secret@x.test",
        "https://x.test/a b",
        "javascript:alert(1)",
    ] {
        of("post_to_url", json!({ "url": url }), "s:bad_url");
    }
}

#[test]
fn all_problems_are_found_at_once() {
    let nodes = json!([
        ["t", "segment_entered", { "segment": "cold" }],
        ["a", "adjust_score", { "points": 99_999_999 }],
        ["b", "teleport", {}],
    ]);
    check(
        &nodes,
        "t>a a>a b>t",
        "b:unknown_kind t:unknown_segment a:points_out_of_range a:loop_without_wait b:unreachable",
    );
}

#[test]
fn a_step_of_a_later_version_of_its_kind_is_refused() {
    let document = json!({ "id": "f", "name": "F", "nodes": [
        { "id": "t", "kind": "tag_added", "version": 2, "settings": { "tag": "x" } }] });
    let (plan, diagnostics) = compile(&serde_json::from_value(document).unwrap(), &scope());
    assert!(plan.is_none());
    assert!(codes(&diagnostics).starts_with("t:future_kind_version"));
}

#[test]
fn a_flow_of_too_many_steps_is_refused_before_anything_else() {
    let node = |at: usize| json!({ "id": format!("n{at}"), "kind": "exit" });
    let nodes: Vec<_> = (0..=runnel_engine::NODES_MAX).map(node).collect();
    let document = json!({ "id": "f", "name": "F", "nodes": nodes });
    let (_, diagnostics) = compile(&serde_json::from_value(document).unwrap(), &scope());
    assert_eq!(codes(&diagnostics), "too_many_nodes");
}

#[test]
fn segments_that_ask_about_each_other_in_a_circle_are_refused() {
    let segment = |id: &str, asks: &str| PublishedSegment {
        version: 1,
        since: 1,
        starts_flows: false,
        document: serde_json::from_value(
            json!({ "id": id, "name": id, "rule": { "segment": asks } }),
        )
        .unwrap(),
    };
    let segments = [segment("a", "b"), segment("b", "c"), segment("c", "a")];
    let mut scope = scope();
    scope.segments.extend(segments.iter().map(|one| (one.document.id.clone(), String::new())));
    assert_eq!(codes(&check_segments(&segments, &scope)), "segment_cycle");
}

#[test]
fn every_kind_tells_what_a_form_needs() {
    for kind in kinds() {
        assert!(!kind.title.is_empty() && kind.summary.ends_with('.'), "{}", kind.name);
        let described = |(_, field): (&String, &Value)| field["description"].is_string();
        let fields = kind.schema["properties"].as_object();
        assert!(
            fields.is_none_or(|fields| fields.iter().all(described)),
            "{}: {}",
            kind.name,
            kind.schema
        );
    }
}
