//! Whose points a scoring model would change, while somebody is still editing it. Nothing is
//! published or written.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use runnel_engine::{ModelPreview, Rescored};
use runnel_model::{ClassId, ContactId, RowId, ScoringModel};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::contacts::summary;
use super::tried_contacts::{recalled_since, try_out};
use crate::app::App;
use crate::auth::{Allowed, Read};
use crate::described;
use crate::dto::ContactSummary;
use crate::error::{Error, Result};
use crate::estimate::Estimate;
use crate::http::Body;
use crate::time::Time;

/// The most contacts that are shown.
const SHOWN_MAX: usize = 1_000;
/// As many as fit beside a table.
const SHOWN_USUAL: usize = 20;

/// A scoring model that somebody is editing.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PreviewScoringRequest {
    /// The model; what is published under its id is what it is compared with.
    #[schema(value_type = described::ScoringModel)]
    pub model: ScoringModel,
    /// How many of those whose points change are shown, at most 1,000; 20 otherwise.
    #[serde(default)]
    pub sample: Option<usize>,
}

/// Whose points a scoring model would change.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreviewScoringResponse {
    /// Of how many contacts it was tried: of all, or of some taken at random.
    pub looked_at: u64,
    /// How many contacts there are.
    pub contacts: u64,
    /// How many of all would have other points.
    pub changed: Changed,
    /// The classes, also those that go, with how many of those looked at are in each now, and how
    /// many would be.
    pub classes: Vec<ClassChange>,
    /// Who of those looked at would change class.
    pub moves: Vec<ClassMove>,
    /// Some of those whose points or class change, the greatest change first.
    pub sample: Vec<Changing>,
    /// It asks about a past that is counted from the log, which was deleted up to this time;
    /// null: nothing is missing.
    pub kept_since: Option<Time>,
}

/// How many of all contacts, as far as can be told.
#[derive(Debug, Serialize, ToSchema)]
pub struct Changed {
    /// The best guess.
    pub matching: u64,
    /// With 95 % certainty there are no fewer; the same if all were looked at.
    pub low: u64,
    /// With 95 % certainty there are no more.
    pub high: u64,
}

/// How many contacts are in a class.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClassChange {
    /// Which; null: below the first.
    #[schema(value_type = Option<String>)]
    pub class: Option<ClassId>,
    /// By the points that they have.
    pub before: u64,
    /// By the points that they would have.
    pub after: u64,
}

/// Contacts that would change class.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClassMove {
    /// From which; null: below the first.
    #[schema(value_type = Option<String>)]
    pub from: Option<ClassId>,
    /// Into which.
    #[schema(value_type = Option<String>)]
    pub to: Option<ClassId>,
    /// How many.
    pub contacts: u64,
}

/// A contact whose points would change.
#[derive(Debug, Serialize, ToSchema)]
pub struct Changing {
    /// Who.
    pub contact: ContactSummary,
    /// The score that the classes look at.
    pub before: i64,
    /// What it would be.
    pub after: i64,
    /// The class.
    #[schema(value_type = Option<String>)]
    pub class_before: Option<ClassId>,
    /// What it would be.
    #[schema(value_type = Option<String>)]
    pub class_after: Option<ClassId>,
    /// The rows that make the difference.
    pub rows: Vec<RowChange>,
}

/// What a row gives a contact.
#[derive(Debug, Serialize, ToSchema)]
pub struct RowChange {
    /// Which.
    #[schema(value_type = String)]
    pub row: RowId,
    /// What people call it; of one that is no longer there: its id.
    pub name: String,
    /// Its points now.
    pub before: i64,
    /// Its points then.
    pub after: i64,
}

/// Whose points a scoring model would change, and who would change class: an estimate from a
/// random sample where there are many contacts. Refused (422) with all diagnostics if it has
/// errors.
#[utoipa::path(
    post, path = "/scoring-models/preview", tag = "scoring", request_body = PreviewScoringRequest,
    responses((status = 200, body = PreviewScoringResponse))
)]
pub async fn preview_scoring_model(
    _: Allowed<Read>,
    State(app): State<App>,
    Body(request): Body<PreviewScoringRequest>,
) -> Result<Json<PreviewScoringResponse>> {
    let model = request.model;
    let wrong = |diagnostics: Vec<_>| {
        let message = "the model has errors; `details.diagnostics` lists all of them";
        Error::diagnostics(message, &diagnostics)
    };
    let catalog = app.engine.catalog();
    let preview = ModelPreview::compile(&model, &catalog).map_err(wrong)?;
    let mut published = catalog.document().models.iter().map(|one| &one.document);
    // Where nothing is published yet, the new classes say where everybody is now.
    let was = published.find(|one| one.id == model.id).unwrap_or(&model);
    let mut seen = Tally::default();
    let looked_at = try_out(&app, preview.recall(), |contact, now| {
        let rescored = preview.rescore(contact, now);
        let before = class(was, contact.score(was.class_of.as_ref()));
        let way = (before, class(&model, rescored.after));
        seen.add(contact.id, way, rescored);
    })
    .await?;
    let contacts = app.database.count_contacts().await?.max(looked_at);
    let Estimate { matching, low, high } = Estimate::of(seen.changed, looked_at, contacts);
    let (classes, moves) = (seen.classes(was, &model), seen.moves());
    seen.changing.sort_by_key(|(id, _, one)| (-(one.after - one.before).abs(), *id));
    seen.changing.truncate(request.sample.unwrap_or(SHOWN_USUAL).min(SHOWN_MAX));
    let sample = sample(&app, &model, seen.changing).await?;
    let changed = Changed { matching, low, high };
    let kept_since = recalled_since(&app, preview.recall()).await?;
    Ok(Json(PreviewScoringResponse {
        looked_at,
        contacts,
        changed,
        classes,
        moves,
        sample,
        kept_since,
    }))
}

/// From which class into which.
type Way = (Option<ClassId>, Option<ClassId>);

/// What was seen of the contacts that were looked at.
#[derive(Default)]
struct Tally {
    /// How many would go from one class to another, or stay.
    ways: BTreeMap<Way, u64>,
    /// How many would have other points.
    changed: u64,
    /// Whose points or class would change.
    changing: Vec<(ContactId, Way, Rescored)>,
}

impl Tally {
    fn add(&mut self, id: ContactId, way: Way, one: Rescored) {
        *self.ways.entry(way.clone()).or_default() += 1;
        self.changed += u64::from(!one.rows.is_empty());
        if !one.rows.is_empty() || way.0 != way.1 {
            self.changing.push((id, way, one));
        }
    }

    fn classes(&self, was: &ScoringModel, model: &ScoringModel) -> Vec<ClassChange> {
        let stays = |id: &ClassId| model.classes.iter().any(|class| class.id == *id);
        let gone = was.classes.iter().filter(|class| !stays(&class.id));
        let all = gone.chain(&model.classes).map(|class| Some(class.id.clone()));
        let of = |class: Option<ClassId>| {
            let count = |end: fn(&Way) -> &Option<ClassId>| {
                self.ways.iter().filter(|(way, _)| *end(way) == class).map(|(_, count)| count).sum()
            };
            let (before, after) = (count(|way| &way.0), count(|way| &way.1));
            ClassChange { class, before, after }
        };
        [None].into_iter().chain(all).map(of).collect()
    }

    fn moves(&self) -> Vec<ClassMove> {
        let real = self.ways.iter().filter(|((from, to), _)| from != to);
        real.map(|((from, to), contacts)| ClassMove {
            from: from.clone(),
            to: to.clone(),
            contacts: *contacts,
        })
        .collect()
    }
}

fn class(model: &ScoringModel, points: i64) -> Option<ClassId> {
    model.class(points).map(|class| class.id.clone())
}

async fn sample(
    app: &App,
    model: &ScoringModel,
    changing: Vec<(ContactId, Way, Rescored)>,
) -> Result<Vec<Changing>> {
    let ids: Vec<ContactId> = changing.iter().map(|(id, ..)| *id).collect();
    let mut rows: BTreeMap<ContactId, ContactSummary> = BTreeMap::new();
    for row in app.database.contact_rows(&ids).await? {
        rows.insert(row.id, summary(row));
    }
    let row = |(row, before, after): (RowId, i64, i64)| {
        let known = model.rows().find(|one| one.id == row);
        let name = known.map_or_else(|| row.to_string(), |one| one.name.clone());
        RowChange { row, name, before, after }
    };
    let one = |(id, way, one): (ContactId, Way, Rescored)| {
        Some(Changing {
            contact: rows.remove(&id)?,
            before: one.before,
            after: one.after,
            class_before: way.0,
            class_after: way.1,
            rows: one.rows.into_iter().map(row).collect(),
        })
    };
    Ok(changing.into_iter().filter_map(one).collect())
}
