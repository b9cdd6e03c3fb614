//! Tasks. Completing one is an input to its contact.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use runnel_model::{Edit, TaskId, TaskStatus};
use runnel_store::{TaskQuery, TaskRow};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::answer::{Answer, Pending};
use super::contact_names::ContactNames;
use super::paging::{cursor, limit, page};
use crate::app::App;
use crate::auth::{Allowed, Read, Sell};
use crate::described;
use crate::dto::{Page, TaskResponse};
use crate::edits::Edits;
use crate::error::{Error, Result};
use crate::http::{Asked, Id};
use crate::time::Time;

/// Which tasks.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListTasksQuery {
    /// About this contact.
    contact: Option<String>,
    /// To be done or done.
    #[param(value_type = Option<described::TaskStatus>)]
    status: Option<TaskStatus>,
    /// The most tasks, at most 1,000; 50 otherwise.
    limit: Option<u64>,
    /// `next` of the page before.
    cursor: Option<String>,
}

/// A task in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListedTask {
    /// The task.
    #[serde(flatten)]
    pub task: TaskResponse,
    /// What people call the contact whom it is about.
    pub contact_name: String,
    /// When it was done.
    pub done_at: Option<Time>,
}

impl ListedTask {
    fn new(row: TaskRow, names: &ContactNames) -> Self {
        let contact_name = names.get(row.contact);
        let done_at = row.done_at.map(Time);
        Self { task: TaskResponse::new(row.contact, row.task), contact_name, done_at }
    }
}

/// A page of the tasks: what is due first comes first.
#[utoipa::path(
    get, path = "/tasks", tag = "tasks", params(ListTasksQuery),
    responses((status = 200, body = Page<ListedTask>))
)]
pub async fn list_tasks(
    _: Allowed<Read>,
    State(app): State<App>,
    Asked(query): Asked<ListTasksQuery>,
) -> Result<Json<Page<ListedTask>>> {
    let query = TaskQuery {
        contact: query.contact.as_deref().map(str::parse).transpose()?,
        status: query.status,
        limit: limit(query.limit),
        cursor: cursor(query.cursor.as_deref())?,
    };
    let found = app.database.tasks(&query).await?;
    let names = ContactNames::of(&app, found.items.iter().map(|row| row.contact)).await?;
    Ok(Json(page(found, |row| ListedTask::new(row, &names))))
}

/// Marks a task as done. One that is done stays so.
#[utoipa::path(
    post, path = "/tasks/{id}/complete", tag = "tasks", params(("id" = String, Path)),
    responses((status = 200, body = ListedTask), (status = 202, body = Pending))
)]
pub async fn complete_task(
    caller: Allowed<Sell>,
    State(app): State<App>,
    Id(task): Id<TaskId>,
) -> Result<Answer<ListedTask>> {
    let row = find(&app, task).await?;
    if row.task.status == TaskStatus::Done {
        return Ok(Answer::Done(StatusCode::OK, show(&app, row).await?));
    }
    let (contact, edits) = (row.contact, vec![Edit::CompleteTask { task }]);
    let edited = app.editor.apply(Edits { contact, by: caller.by, edits, expected: None }).await?;
    let done = async |_| show(&app, find(&app, task).await?).await;
    Answer::of(edited, Some(contact), StatusCode::OK, done).await
}

async fn show(app: &App, row: TaskRow) -> Result<ListedTask> {
    let names = ContactNames::of(app, [row.contact]).await?;
    Ok(ListedTask::new(row, &names))
}

async fn find(app: &App, id: TaskId) -> Result<TaskRow> {
    app.database.task(id).await?.ok_or_else(|| Error::not_found("task", id))
}
