//! `compile`: a large flow is compiled, checked, and simulated for one contact. No server, no database.

use std::time::Instant;

use anyhow::{Context, Result, anyhow, ensure};
use runnel_engine::Scope;
use runnel_model::{CatalogDocument, EngineLimits, Flow, Span, Timestamp};
use runnel_sim::scenario::sales_pipeline;
use runnel_sim::simulation::{Simulation, Start, Stopped, Subject, simulate};
use serde_json::{Value, json};

use super::Arguments;
use super::figures::Figures;
use super::published;

/// Every so many steps the contact waits for a day.
const WAIT_EVERY: usize = 50;

/// Compiles and simulates, run after run.
pub fn measure(arguments: &Arguments) -> Result<Figures> {
    let flow: Flow = serde_json::from_value(large(arguments.steps))?;
    let points = flow.nodes.iter().filter(|node| node.kind == "adjust_score").count() as i64;
    let simulation = simulation(flow);
    let mut figures = Figures::of(arguments.workload, "no database");
    for _ in 0..arguments.runs {
        let begun = Instant::now();
        let scope = Scope::of(&simulation.published);
        let (plan, diagnostics) = runnel_engine::compile(&simulation.flow, &scope);
        let compiled = begun.elapsed();
        plan.with_context(|| format!("the flow does not compile: {diagnostics:?}"))?;
        let simulated = simulate(&simulation).map_err(|refused| anyhow!("{refused:?}"))?;
        let all = begun.elapsed();
        ensure!(simulated.stopped == Stopped::Settled, "the simulation was broken off");
        ensure!(simulated.contact.score(None) == points, "a step was left out");
        figures.add("compile and check, ms", 2, 1e3 * compiled.as_secs_f64());
        figures.add("with the simulation of one contact, ms", 2, 1e3 * all.as_secs_f64());
    }
    Ok(figures)
}

/// Points, tags and waits in a line, after one trigger.
fn large(steps: usize) -> Value {
    let trigger = ("tag_added", json!({ "tag": "begin" }));
    let step = |place: usize| match place {
        _ if place.is_multiple_of(WAIT_EVERY) => ("wait", json!({ "for": { "days": 1 } })),
        _ if place.is_multiple_of(2) => ("add_tag", json!({ "tag": format!("at-{}", place % 20) })),
        _ => ("adjust_score", json!({ "points": 1, "reason": format!("step {place}") })),
    };
    let line: Vec<_> = std::iter::once(trigger).chain((1..steps).map(step)).collect();
    published::flow("large", &line)
}

fn simulation(flow: Flow) -> Simulation {
    Simulation {
        published: CatalogDocument {
            version: 1,
            sweep: 1,
            flows: Vec::new(),
            segments: Vec::new(),
            models: Vec::new(),
            pipelines: vec![sales_pipeline()],
            zone: Default::default(),
            behaviours: Vec::new(),
            limits: EngineLimits::default(),
        },
        flow,
        version: 1,
        subject: Subject::Invented(Box::default()),
        start: Start::Enter(None),
        at: Timestamp::from_ms(1_767_603_600_000),
        run_for: Span::Days(365),
        forced: Default::default(),
        answers: Default::default(),
    }
}
