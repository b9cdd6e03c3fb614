//! The order in which segments and the groups of scoring models are brought up to date: each
//! after what its rules ask about.

use std::collections::HashMap;

use petgraph::algo::toposort;
use petgraph::graph::{DiGraph, NodeIndex};
use runnel_model::{
    Category, Criterion, Diagnostic, PublishedModel, PublishedSegment, Rule, ScoringGroup,
    SegmentId, Severity,
};

use crate::catalog::Derived;

/// One of them, with its place among its like.
enum Part<'a> {
    Segment(&'a PublishedSegment),
    Group(&'a PublishedModel, &'a ScoringGroup),
}

impl Part<'_> {
    fn visit_rules(&self, see: &mut impl FnMut(&Rule)) {
        match self {
            Self::Segment(segment) => segment.document.rule.visit(&mut |rule| see(rule)),
            Self::Group(_, group) => {
                for row in &group.rows {
                    if let Criterion::While(rule) = &row.when {
                        rule.visit(&mut |rule| see(rule));
                    }
                }
            }
        }
    }
}

/// The order; or who asks about itself, directly or through others.
pub(crate) fn of(
    segments: &[PublishedSegment],
    models: &[PublishedModel],
) -> Result<Vec<Derived>, Vec<Diagnostic>> {
    let groups = models
        .iter()
        .flat_map(|model| model.document.groups.iter().map(move |group| Part::Group(model, group)));
    let parts: Vec<Part<'_>> = segments.iter().map(Part::Segment).chain(groups).collect();
    let mut graph = DiGraph::<usize, ()>::new();
    let nodes: Vec<NodeIndex> = (0..parts.len()).map(|at| graph.add_node(at)).collect();
    let by_id: HashMap<&SegmentId, usize> =
        segments.iter().enumerate().map(|(at, segment)| (&segment.document.id, at)).collect();
    let giving = |category: &Option<Category>| {
        let gives = |part: &Part<'_>| match part {
            Part::Group(_, group) => category.as_ref().is_none_or(|one| *one == group.category),
            Part::Segment(_) => false,
        };
        (0..parts.len()).filter(|at| gives(&parts[*at])).collect::<Vec<_>>()
    };
    for (at, part) in parts.iter().enumerate() {
        part.visit_rules(&mut |rule| {
            let asked = match rule {
                Rule::Segment(segment) => by_id.get(segment).copied().into_iter().collect(),
                Rule::Score { category, .. } => giving(category),
                _ => Vec::new(),
            };
            for asked in asked {
                graph.update_edge(nodes[asked], nodes[at], ());
            }
        });
    }
    let place = |at: usize| match at.checked_sub(segments.len()) {
        Some(group) => Derived::Group(group),
        None => Derived::Segment(at),
    };
    match toposort(&graph, None) {
        Ok(order) => Ok(order.into_iter().map(|node| place(graph[node])).collect()),
        Err(cycle) => Err(vec![cyclic(&parts[graph[cycle.node_id()]])]),
    }
}

fn cyclic(part: &Part<'_>) -> Diagnostic {
    let (code, message, help, value) = match part {
        Part::Segment(segment) => {
            let segment = &segment.document;
            let name = &segment.name;
            let message =
                format!("The segment `{name}` asks about itself, directly or through others.");
            let help = "Take one of the segments out of the circle.";
            ("segment_cycle", message, help, ("segment", segment.id.as_str()))
        }
        Part::Group(model, group) => {
            let model = &model.document;
            let message = format!(
                "The group `{}` of the scoring model `{}` asks about points that it gives, \
                 directly or through segments.",
                group.name, model.name
            );
            let help = "Ask about something other than this score in one of its rows.";
            ("scoring_cycle", message, help, ("model", model.id.as_str()))
        }
    };
    Diagnostic {
        code: code.into(),
        severity: Severity::Error,
        node: None,
        field: Some("rule".into()),
        message,
        help: help.into(),
        values: [(value.0.to_owned(), value.1.into())].into(),
    }
}
