//! What the subject of a deed is called: kept with the deed, or looked up when it is shown.

use runnel_store::Subject;

use crate::app::App;
use crate::ids::{KeyId, UserId};

/// The name to keep, of what has one of its own and is no contact's.
pub async fn kept(app: &App, kind: &str, id: &str) -> Option<String> {
    let database = &app.database;
    match kind {
        "flow" => Some(database.flow(&id.parse().ok()?).await.ok()??.name),
        "scoring_model" => Some(database.scoring_model(&id.parse().ok()?).await.ok()??.model.name),
        "segment" => Some(database.segment(&id.parse().ok()?).await.ok()??.segment.name),
        "source" => Some(database.source(id.parse().ok()?).await.ok()??.name),
        "key" => {
            let KeyId(id) = id.parse().ok()?;
            let keys = database.keys().await.ok()?;
            keys.into_iter().find(|key| key.id == id).map(|key| key.name)
        }
        "user" => {
            let UserId(id) = id.parse().ok()?;
            Some(database.user(id).await.ok()??.name)
        }
        _ => None,
    }
}

/// The name to show: as it was then, or, of a contact's, as it is now.
pub async fn shown(app: &App, subject: &Subject) -> Option<String> {
    let (database, id) = (&app.database, &subject.id);
    match (&subject.name, subject.kind.as_str()) {
        (Some(name), _) => Some(name.clone()),
        (None, "contact") => Some(database.contact(id.parse().ok()?).await.ok()??.display_name()),
        (None, "company") => {
            let row = database.company(id.parse().ok()?).await.ok()??;
            Some(row.company.copy().display_name().to_owned())
        }
        (None, "deal") => Some(database.deal(id.parse().ok()?).await.ok()??.deal.name),
        (None, "task") => Some(database.task(id.parse().ok()?).await.ok()??.task.title),
        (None, _) => None,
    }
}
