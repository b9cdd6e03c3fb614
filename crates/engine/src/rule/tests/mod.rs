//! What a marketer writes and what it says, case by case. Random rules against a second,
//! simpler reading of them are in `crates/engine/tests/rules`.

mod compiling;
mod dates;
mod event;
mod explaining;
mod hours;
mod numbers;
mod sequences;
mod state;
mod time;

use runnel_model::{Rule, Timestamp};

use super::*;

const SECOND: i64 = 1_000;
const DAY: i64 = 86_400 * SECOND;

const fn at(ms: i64) -> Timestamp {
    Timestamp::from_ms(ms)
}

fn compile(rule: &str) -> (Compiled, Needs) {
    let mut needs = Needs::default();
    let rule: Rule = serde_json::from_str(rule).unwrap();
    (Compiled::compile(&rule, &mut needs).unwrap(), needs)
}
