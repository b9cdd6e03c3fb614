//! Keys that open nothing, ids and queries that mean nothing. Who may do what is in `every_route`.

use reqwest::Method;
use runnel_tests::{Answer, Api, TestApp, both_databases, text};
use serde_json::json;

both_databases!(
    no_route_answers_without_a_key_of_the_api,
    no_malformed_id_or_query_is_our_fault,
    what_does_not_exist_is_404,
    a_revoked_key_opens_nothing,
    keys_are_shown_once,
);

/// An operation of the document, with values for what is in its path.
struct Operation {
    method: Method,
    path: String,
    /// Nobody has to say who they are.
    is_open: bool,
}

async fn no_route_answers_without_a_key_of_the_api(app: &mut TestApp) {
    let write_key = app.server_source().await.key;
    let keys = [None, Some("rk_wrong"), Some(""), Some(write_key.as_str())];
    let (open, closed): (Vec<_>, Vec<_>) =
        operations(app).await.into_iter().partition(|operation| operation.is_open);
    assert_eq!(open.len(), 4, "signing in, joining, looking at a link, being welcomed");
    for operation in closed {
        for key in keys {
            let answer = operation.ask(&app.api().with_key(key), "1").await;
            answer.refused(401, "unauthorised");
        }
        let basic = app.api().with_key(None).request(operation.method.clone(), &operation.url("1"));
        let basic = basic.basic_auth("rk_wrong", Some(""));
        assert_eq!(Answer::to(basic).await.status, 401, "{}", operation.path);
    }
}

async fn no_malformed_id_or_query_is_our_fault(app: &mut TestApp) {
    let api = app.api();
    let long = "9".repeat(3_000);
    let odd = [
        "con_x",
        "con_",
        "con_-1",
        "con_99999999999999999999",
        "%00",
        "%FF",
        "..%2F..%2Fetc",
        "'%20OR%201=1--",
        "%F0%9F%A6%80",
        "null",
        "con_1;drop",
        "%25n%25s",
        long.as_str(),
    ];
    let queries = [
        "limit=-1",
        "limit=99999999999999999999",
        "limit=0",
        "cursor=nonsense",
        "cursor=%00",
        "cursor=%FF",
        "search=%00",
        "search=%25'%22",
        "sort=id;drop",
        "x=1",
        "category=%00",
        "contact=x",
        "url=%00",
        "node=%00",
        "%FF=%FF",
    ];
    for operation in operations(app).await {
        if operation.path.contains('{') {
            for id in odd {
                let answer = operation.ask(&api, id).await;
                let status = answer.status;
                assert!(
                    status.is_client_error(),
                    "{} {} with {id}: {status} {}",
                    operation.method,
                    operation.path,
                    answer.text
                );
            }
        } else if operation.method == Method::GET {
            for query in queries {
                let answer =
                    api.ask(Method::GET, &format!("{}?{query}", operation.path), None).await;
                assert!(
                    !answer.status.is_server_error(),
                    "{}?{query}: {}",
                    operation.path,
                    answer.text
                );
            }
        }
    }
}

async fn what_does_not_exist_is_404(app: &mut TestApp) {
    let api = app.api();
    let reads = [
        "/contacts/con_999",
        "/contacts/con_999/timeline",
        "/contacts/con_999/receipt",
        "/segments/none",
        "/segments/none/members",
        "/flows/none",
        "/flows/none/diagnostics",
        "/flows/none/numbers",
        "/flows/none/enrolments",
        "/flows/none/versions/1",
        "/deals/deal_999",
        "/sources/src_999",
        "/nothing",
        "/",
    ];
    for path in reads {
        let answer = api.ask(Method::GET, path, None).await;
        assert_eq!(answer.status, 404, "{path}: {}", answer.text);
        assert!(!text(&answer.json()["message"]).is_empty(), "{path}");
    }
    let writes = [
        (Method::PATCH, "/contacts/con_999", json!({})),
        (Method::POST, "/contacts/con_999/score", json!({ "points": 1, "reason": "a" })),
        (Method::POST, "/contacts/con_999/deals", json!({ "name": "a", "pipeline": "sales" })),
        (Method::POST, "/deals/deal_999/move", json!({ "stage": "won" })),
        (Method::POST, "/tasks/task_999/complete", json!({})),
        (Method::POST, "/flows/none/publish", json!({})),
        (Method::POST, "/flows/none/pause", json!({})),
        (Method::POST, "/dead-letters/dead_999/retry", json!({})),
        (Method::DELETE, "/dead-letters/dead_999", json!({})),
        (Method::DELETE, "/keys/key_999", json!({})),
    ];
    for (method, path, body) in writes {
        api.ask(method, path, Some(body)).await.refused(404, "not_found");
    }
    assert_eq!(api.ask(Method::DELETE, "/contacts", None).await.status, 405);
}

async fn a_revoked_key_opens_nothing(app: &mut TestApp) {
    let made = app.api().post("/keys", json!({ "name": "former", "role": "admin" })).await;
    let former = app.api().with_key(Some(text(&made["key"])));
    former.get("/contacts").await;
    former.delete(&format!("/keys/{}", text(&made["id"]))).await;
    former.ask(Method::GET, "/contacts", None).await.refused(401, "unauthorised");
    let source = app.server_source().await;
    source.send([runnel_tests::track("ana", "Went")]).await;
    let keys = app.api().get("/keys").await;
    let of_source = keys["items"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|one| one["source"] == source.id.as_str());
    let id = text(&of_source.expect("it is listed")["id"]).to_owned();
    app.api().delete(&format!("/keys/{id}")).await;
    let item = json!({ "batch": [runnel_tests::track("ana", "Went")] });
    assert_eq!(source.post("/v1/batch", item.to_string()).await.status, 401);
}

async fn keys_are_shown_once(app: &mut TestApp) {
    let made = app.api().post("/keys", json!({ "name": "ci", "role": "viewer" })).await;
    let key = text(&made["key"]).to_owned();
    let listed = app.api().get("/keys").await.to_string();
    assert!(!listed.contains(&key) && listed.contains(&key[..8]), "{listed}");
    let log = std::fs::read_to_string(app.log()).expect("there is a log");
    assert!(!log.contains(&key));
    let stored = app.database().rows("SELECT prefix, id FROM keys ORDER BY id").await;
    assert!(stored.iter().all(|(prefix, _)| prefix.len() == 8), "{stored:?}");
}

/// Every operation that the document describes, and it describes many.
async fn operations(app: &TestApp) -> Vec<Operation> {
    let document = app.api().with_key(None).get("/openapi.json").await;
    let paths = document["paths"].as_object().expect("a document has paths");
    let mut operations = Vec::new();
    for (path, methods) in paths {
        for (name, operation) in methods.as_object().expect("a path has methods") {
            let method = name.to_uppercase().parse().expect("a method");
            let path = path.strip_prefix("/api/v1").expect("all of /api/v1").to_owned();
            let is_open = operation["security"] == json!([{}]);
            operations.push(Operation { method, path, is_open });
        }
    }
    operations.retain(|one| one.path != "/openapi.json");
    assert!(operations.len() > 35, "the document describes {} operations", operations.len());
    operations
}

impl Operation {
    /// Performs it with this for each parameter of the path.
    async fn ask(&self, api: &Api, id: &str) -> Answer {
        let request = api.request(self.method.clone(), &self.url(id));
        let body = if self.method == Method::GET { String::new() } else { "{}".to_owned() };
        Answer::to(request.body(body)).await
    }

    fn url(&self, id: &str) -> String {
        let parts = self.path.split('/').map(|part| if part.starts_with('{') { id } else { part });
        format!("/api/v1{}", parts.collect::<Vec<_>>().join("/"))
    }
}
