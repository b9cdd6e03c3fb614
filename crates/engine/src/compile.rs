//! Flow document → plan. Finds every problem at once; a plan is made only if none is an error.
//!
//! What the settings of a node mean is its kind's business. Here is what concerns the graph:
//! names, wires, loops, and whether every step can be reached.

use std::collections::{HashMap, HashSet};

use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::Bfs;
use runnel_model::{Diagnostic, Edge, Flow, NodeId};

use crate::check::{Check, Reference, Scope};
use crate::kind::{Part, Port, Role};
use crate::kinds::{self, Entry};
use crate::plan::{Plan, PlannedStep};
use crate::rule::Needs;

/// The most steps a flow may have.
pub const NODES_MAX: usize = 2_000;

/// Compiles a flow for checking: what it needs of the contacts' past is not kept.
pub fn compile(flow: &Flow, scope: &Scope) -> (Option<Plan>, Vec<Diagnostic>) {
    compile_with(flow, scope, &mut Needs::default())
}

/// Compiles a flow and collects the behaviours that its rules ask about.
pub(crate) fn compile_with(
    flow: &Flow,
    scope: &Scope,
    needs: &mut Needs,
) -> (Option<Plan>, Vec<Diagnostic>) {
    let mut check = Check::new(scope, needs);
    let plan = plan(flow, &mut check);
    (plan, check.diagnostics)
}

/// What a flow refers to, and which steps do; without one: the flow as a whole.
pub fn references(flow: &Flow) -> Vec<(Reference, Option<NodeId>)> {
    let (scope, mut needs) = (Scope::default(), Needs::default());
    let mut check = Check::new(&scope, &mut needs);
    plan(flow, &mut check);
    check.references
}

fn plan(flow: &Flow, check: &mut Check<'_>) -> Option<Plan> {
    check.text("name", &flow.name, 200);
    if flow.nodes.len() > NODES_MAX {
        let message = format!("The flow has {} steps; {NODES_MAX} are possible.", flow.nodes.len());
        check
            .error("too_many_nodes", "", message, "Divide it into several flows.")
            .with("nodes", flow.nodes.len())
            .with("max", NODES_MAX);
        return None;
    }
    if let runnel_model::Reentry::OncePer(span) = flow.reentry {
        check.span("reentry", span);
    }
    let exit_when = flow.exit_when.as_ref().and_then(|rule| check.rule("exit_when", rule));
    let by_node = index_nodes(flow, check);
    let kinds: Vec<Option<&Entry>> = flow.nodes.iter().map(|node| kind_of(node, check)).collect();
    let parts = compile_nodes(flow, &kinds, check);
    let wires = connect(flow, &kinds, &by_node, check);
    check_shape(flow, &kinds, &parts, &wires, check);
    if check.has_errors() {
        return None;
    }
    let steps = assemble(flow, &kinds, parts, &wires);
    let of_role = |role| {
        (0..steps.len()).filter(|step| kinds[*step].is_some_and(|kind| kind.role == role)).collect()
    };
    Some(Plan {
        flow: flow.id.clone(),
        triggers: of_role(Role::Trigger),
        goals: of_role(Role::Goal),
        steps,
        by_node,
        exit_when,
        reentry: flow.reentry,
        key: flow.key.clone(),
    })
}

/// A wire whose ends exist: from (step, port) to step.
type Wires = HashMap<(usize, Port), usize>;

fn index_nodes(flow: &Flow, check: &mut Check<'_>) -> HashMap<NodeId, usize> {
    let mut by_node = HashMap::with_capacity(flow.nodes.len());
    for (step, node) in flow.nodes.iter().enumerate() {
        if by_node.insert(node.id.clone(), step).is_some() {
            check.at(Some(&node.id));
            let message = format!("Two steps have the id `{}`.", node.id);
            check
                .error("duplicate_node", "id", message, "Give each step an id of its own.")
                .with("step", node.id.as_str());
        }
    }
    check.at(None);
    by_node
}

fn kind_of(node: &runnel_model::Node, check: &mut Check<'_>) -> Option<&'static Entry> {
    check.at(Some(&node.id));
    let Some(kind) = kinds::find(&node.kind) else {
        let message = format!("There is no node kind `{}`.", node.kind);
        check
            .error("unknown_kind", "kind", message, "Choose a kind from the list of node kinds.")
            .with("kind", node.kind.as_str());
        return None;
    };
    if node.version > kind.version {
        let message = format!("The step was made for version {} of `{}`.", node.version, kind.name);
        let help = format!(
            "This server knows version {}. Upgrade it, or make the step anew.",
            kind.version
        );
        check
            .error("future_kind_version", "version", message, help)
            .with("kind", kind.name)
            .with("version", node.version)
            .with("known", kind.version);
        return None;
    }
    Some(kind)
}

fn compile_nodes(
    flow: &Flow,
    kinds: &[Option<&Entry>],
    check: &mut Check<'_>,
) -> Vec<Option<Part>> {
    let compile_node = |(node, kind): (&runnel_model::Node, &Option<&Entry>)| {
        check.at(Some(&node.id));
        kind.and_then(|kind| (kind.compile)(&node.settings, check))
    };
    let parts = flow.nodes.iter().zip(kinds).map(compile_node).collect();
    check.at(None);
    parts
}

fn connect(
    flow: &Flow,
    kinds: &[Option<&Entry>],
    by_node: &HashMap<NodeId, usize>,
    check: &mut Check<'_>,
) -> Wires {
    let mut wires = Wires::new();
    for edge in &flow.edges {
        let Some((from, port, to)) = connect_one(edge, kinds, by_node, check) else { continue };
        if wires.insert((from, port), to).is_some() {
            let message = format!("Two wires leave the port `{}`.", edge.port);
            let help =
                "A contact is at one step at a time: put the steps in line, or start another flow.";
            check.error("second_wire", &edge.port, message, help).with("port", edge.port.as_str());
        }
    }
    check.at(None);
    wires
}

fn connect_one(
    edge: &Edge,
    kinds: &[Option<&Entry>],
    by_node: &HashMap<NodeId, usize>,
    check: &mut Check<'_>,
) -> Option<(usize, Port, usize)> {
    check.at(by_node.contains_key(&edge.from).then_some(&edge.from));
    let mut end = |id: &NodeId| {
        let found = by_node.get(id).copied();
        if found.is_none() {
            let message = format!(
                "A wire leads from `{}` to `{}`, but there is no step `{id}`.",
                edge.from, edge.to
            );
            check
                .error("wire_to_nowhere", &edge.port, message, "Delete the wire, or add the step.")
                .with("from", edge.from.as_str())
                .with("to", edge.to.as_str())
                .with("step", id.as_str());
        }
        found
    };
    let (from, to) = (end(&edge.from), end(&edge.to));
    let (from, to) = (from?, to?);
    let kind = kinds[from]?;
    let Some(port) = kind.ports.iter().position(|port| *port == edge.port) else {
        let message = format!("`{}` has no port `{}`.", kind.title, edge.port);
        let help = if kind.ports.is_empty() {
            "Nothing comes after this step: delete the wire.".to_owned()
        } else {
            format!("Use one of: {}.", kind.ports.join(", "))
        };
        check
            .error("unknown_port", &edge.port, message, help)
            .with("kind", kind.name)
            .with("port", edge.port.as_str())
            .with("ports", kind.ports);
        return None;
    };
    if kinds[to].is_some_and(|kind| kind.role == Role::Trigger) {
        let message = format!("A wire leads to the trigger `{}`.", edge.to);
        check
            .error("wire_to_trigger", &edge.port, message, "Wire it to the step after the trigger.")
            .with("step", edge.to.as_str());
        return None;
    }
    Some((from, port, to))
}

fn check_shape(
    flow: &Flow,
    kinds: &[Option<&Entry>],
    parts: &[Option<Part>],
    wires: &Wires,
    check: &mut Check<'_>,
) {
    let is = |step: usize, role: Role| kinds[step].is_some_and(|kind| kind.role == role);
    let starts: Vec<usize> = (0..flow.nodes.len())
        .filter(|step| is(*step, Role::Trigger) || is(*step, Role::Goal))
        .collect();
    if !starts.iter().any(|step| is(*step, Role::Trigger)) {
        let help = "Add a trigger: it decides who enters the flow, and when.";
        check.error("no_trigger", "", "The flow has no trigger.", help);
    }
    check_loops(flow, parts, wires, check);
    let reached = reachable(flow.nodes.len(), &starts, wires);
    for (step, node) in flow.nodes.iter().enumerate() {
        check.at(Some(&node.id));
        if !reached.contains(&step) {
            let help = "Wire it to a step that contacts come to, or delete it.";
            check.warning("unreachable", "", "No contact ever comes to this step.", help);
        }
        if is(step, Role::Trigger) && !wires.contains_key(&(step, 0)) {
            let help = "Wire it to the first step.";
            check.warning("dead_end", "next", "The trigger leads nowhere.", help);
        }
    }
    check.at(None);
}

/// A loop without a wait would run for ever within one input.
fn check_loops(flow: &Flow, parts: &[Option<Part>], wires: &Wires, check: &mut Check<'_>) {
    let holds =
        |step: usize| matches!(&parts[step], Some(Part::Step(step)) if step.holds_the_contact());
    let mut graph = DiGraph::<usize, ()>::new();
    let nodes: Vec<NodeIndex> = (0..flow.nodes.len()).map(|step| graph.add_node(step)).collect();
    for ((from, _), to) in wires {
        if !holds(*from) && !holds(*to) {
            graph.add_edge(nodes[*from], nodes[*to], ());
        }
    }
    for component in tarjan_scc(&graph) {
        let first = component.iter().min().copied().unwrap_or_default();
        if component.len() > 1 || graph.contains_edge(first, first) {
            check.at(Some(&flow.nodes[graph[first]].id));
            let help = "Put a wait into the loop, so that each round takes time.";
            check.error(
                "loop_without_wait",
                "",
                "These steps run in a circle without a wait.",
                help,
            );
        }
    }
    check.at(None);
}

fn reachable(nodes: usize, starts: &[usize], wires: &Wires) -> HashSet<usize> {
    let mut graph = DiGraph::<(), ()>::new();
    let indexes: Vec<NodeIndex> = (0..nodes).map(|_| graph.add_node(())).collect();
    for ((from, _), to) in wires {
        graph.add_edge(indexes[*from], indexes[*to], ());
    }
    let mut reached = HashSet::new();
    for start in starts {
        let mut search = Bfs::new(&graph, indexes[*start]);
        while let Some(node) = search.next(&graph) {
            reached.insert(node.index());
        }
    }
    reached
}

fn assemble(
    flow: &Flow,
    kinds: &[Option<&Entry>],
    parts: Vec<Option<Part>>,
    wires: &Wires,
) -> Vec<PlannedStep> {
    let compiled = flow.nodes.iter().zip(kinds).zip(parts).enumerate();
    compiled
        .filter_map(|(step, ((node, kind), part))| {
            let (kind, ports) = (kind.as_ref()?.name, kind.as_ref()?.ports);
            let next = (0..ports.len()).map(|port| wires.get(&(step, port)).copied()).collect();
            Some(PlannedStep { node: node.id.clone(), kind, part: part?, ports, next })
        })
        .collect()
}
