//! Facts as short lines.

use runnel_model::{EndReason, FactBody};

use crate::world::{DAY, HOUR, MINUTE};

pub fn pretty(ms: i64) -> String {
    format!("{}d{}h{}m{}ms", ms / DAY, ms % DAY / HOUR, ms % HOUR / MINUTE, ms % MINUTE)
}

pub fn tell(body: &FactBody) -> String {
    match body {
        FactBody::Created => "created".into(),
        FactBody::CompanyChanged { name: None, .. } => "works for nobody".into(),
        FactBody::CompanyChanged { name: Some(name), joined: true, .. } => {
            format!("works for {name}")
        }
        FactBody::CompanyChanged { name: Some(name), .. } => format!("news of {name}"),
        FactBody::TagAdded { tag } => format!("+{tag}"),
        FactBody::TagRemoved { tag } => format!("-{tag}"),
        FactBody::ScoreAdjusted { points, total, reason, initial, .. } => {
            let initial = if *initial { " (initial)" } else { "" };
            format!("{points:+} = {total} ({reason}){initial}")
        }
        FactBody::StageChanged { to, .. } => format!("stage {to}"),
        FactBody::Disqualified { reason } => format!("disqualified: {reason}"),
        FactBody::Requalified => "requalified".into(),
        FactBody::SegmentEntered { segment, initial } => {
            format!("in {segment}{}", if *initial { " (initial)" } else { "" })
        }
        FactBody::SegmentLeft { segment, initial } => {
            format!("out of {segment}{}", if *initial { " (initial)" } else { "" })
        }
        FactBody::Enrolled { key } => {
            format!("enrolled {}", key.clone().unwrap_or_default()).trim().into()
        }
        FactBody::Stepped { port, to } => {
            format!("{port} -> {}", to.as_ref().map_or("end", |node| node.as_str()))
        }
        FactBody::Waiting { .. } => "waits".into(),
        FactBody::Migrated { to } => format!("migrated to {to}"),
        FactBody::GoalReached { goal } => format!("goal {goal}"),
        FactBody::Ended { reason: EndReason::Failed { why } } => format!("failed: {why}"),
        FactBody::Ended { reason } => format!("{reason:?}").to_lowercase(),
        FactBody::Refused { why, .. } => format!("refused: {why}"),
        FactBody::StepFailed { why } => format!("step failed: {why}"),
        FactBody::DealCreated { deal } => format!("deal {} in {}", deal.name, deal.stage),
        FactBody::DealMoved { from, to, .. } => format!("deal {from} -> {to}"),
        FactBody::TaskAssigned { task } => format!("task {}", task.title),
        FactBody::EffectQueued { .. } => "queued".into(),
        FactBody::Stopped { dropped, flows } => {
            format!("stopped, {dropped} dropped, {} flows", flows.len())
        }
        other => format!("{other:?}"),
    }
}
