//! What the rows of scoring models give a contact now, and in which class that puts it.

use axum::Json;
use axum::extract::State;
use runnel_model::{Award, Category, ClassId, Contact, ContactId, ModelId, RowId, ScoringModel};
use serde::Serialize;
use utoipa::ToSchema;

use super::contacts::find;
use super::paging::whole;
use crate::app::App;
use crate::auth::{Allowed, Read};
use crate::dto::Page;
use crate::error::Result;
use crate::http::Id;

/// How a contact stands to a scoring model.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScoringResponse {
    /// Which model.
    #[schema(value_type = String)]
    pub model: ModelId,
    /// What people call it.
    pub name: String,
    /// The score that its classes look at.
    pub score: i64,
    /// The class; null: it has too few points for the first.
    pub class: Option<ClassName>,
    /// The class above; null: there is none.
    pub next: Option<NextClass>,
    /// The rows that give or take points now.
    pub rows: Vec<RowPoints>,
}

/// A class.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClassName {
    /// Its id.
    #[schema(value_type = String)]
    pub id: ClassId,
    /// What people call it.
    pub name: String,
}

/// The class above.
#[derive(Debug, Serialize, ToSchema)]
pub struct NextClass {
    /// Its id.
    #[schema(value_type = String)]
    pub class: ClassId,
    /// What people call it.
    pub name: String,
    /// How many points are missing.
    pub missing: i64,
}

/// What a row gives.
#[derive(Debug, Serialize, ToSchema)]
pub struct RowPoints {
    /// Which.
    #[schema(value_type = String)]
    pub row: RowId,
    /// What people call it.
    pub name: String,
    /// What people call its group.
    pub group: String,
    /// The category.
    #[schema(value_type = String)]
    pub category: Category,
    /// How many points; negative: taken.
    pub points: i64,
}

/// How a contact stands to each scoring model.
#[utoipa::path(
    get, path = "/contacts/{id}/scoring", tag = "contacts", params(("id" = String, Path)),
    responses((status = 200, body = Page<ScoringResponse>))
)]
pub async fn get_scoring(
    _: Allowed<Read>,
    State(app): State<App>,
    Id(id): Id<ContactId>,
) -> Result<Json<Page<ScoringResponse>>> {
    let contact = find(&app, id).await?;
    let catalog = app.engine.catalog();
    let mut models: Vec<_> = catalog.document().models.iter().map(|one| &one.document).collect();
    models.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    Ok(Json(whole(models.into_iter().map(|model| standing(model, &contact)))))
}

fn standing(model: &ScoringModel, contact: &Contact) -> ScoringResponse {
    let score = contact.score(model.class_of.as_ref());
    let class = |class: &runnel_model::ScoreClass| ClassName {
        id: class.id.clone(),
        name: class.name.clone(),
    };
    let next = |class: &runnel_model::ScoreClass| NextClass {
        class: class.id.clone(),
        name: class.name.clone(),
        missing: class.from - score,
    };
    let of_model = contact.awards.iter().filter(|award| award.by.model == model.id);
    ScoringResponse {
        model: model.id.clone(),
        name: model.name.clone(),
        score,
        class: model.class(score).map(class),
        next: model.next_class(score).map(next),
        rows: of_model.filter_map(|award| row(model, award)).collect(),
    }
}

/// None: the contact has not adopted that the row is gone.
fn row(model: &ScoringModel, award: &Award) -> Option<RowPoints> {
    let in_group =
        |group: &&runnel_model::ScoringGroup| group.rows.iter().any(|row| row.id == award.by.row);
    let group = model.groups.iter().find(in_group)?;
    let row = group.rows.iter().find(|row| row.id == award.by.row)?;
    Some(RowPoints {
        row: row.id.clone(),
        name: row.name.clone(),
        group: group.name.clone(),
        category: award.category.clone(),
        points: award.points,
    })
}
