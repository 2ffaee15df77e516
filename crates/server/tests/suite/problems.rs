//! Problem documents, word for word, and their description.

use outdial_server::http::auth::Role;
use outdial_server::http::problem::CODES;
use serde_json::json;

use crate::app::TestApp;

#[tokio::test]
async fn problem_documents_are_as_documented() {
    let app = TestApp::new().await;
    let admin = app.signed_in(Role::Admin).await;
    let answer = app.stranger().get("/api/v1/users").await.expect_status(401);
    assert_eq!(answer.headers["www-authenticate"], "Bearer");
    assert_eq!(
        answer.json(),
        json!({
            "type": "/api/v1/docs/errors#auth.required",
            "title": "Sign in, or send an API key.",
            "status": 401,
            "code": "auth.required",
            "detail": "Sign in, or send an API key.",
        })
    );
    let answer = admin
        .post(
            "/api/v1/users",
            &json!({"email": "nobody", "name": "N", "role": "agent", "password": "x"}),
        )
        .await;
    assert_eq!(
        answer.expect_status(422).json(),
        json!({
            "type": "/api/v1/docs/errors#request.invalid",
            "title": "The request can be read but asks for something impossible.",
            "status": 422,
            "code": "request.invalid",
            "detail": "`email`: Write an e-mail address, like maria@example.com.",
            "errors": [{
                "field": "email",
                "code": "invalid",
                "message": "Write an e-mail address, like maria@example.com.",
            }],
        })
    );
    let answer = admin
        .post("/api/v1/users", &json!({"email": "a@x.org"}))
        .await
        .expect_status(422);
    assert!(
        answer.json()["detail"]
            .as_str()
            .unwrap()
            .contains("missing field `name`"),
        "{}",
        answer.text
    );
    let answer = admin.get("/api/v1/nothing").await.expect_status(404);
    assert_eq!(answer.problem(), "request.not_found");
}

#[tokio::test]
async fn every_code_is_described_where_problem_documents_point() {
    let app = TestApp::new().await;
    let page = app
        .stranger()
        .get("/api/v1/docs/errors")
        .await
        .expect_status(200)
        .text;
    let list = app
        .stranger()
        .get("/api/v1/docs/errors.json")
        .await
        .expect_status(200)
        .json();
    assert_eq!(list.as_array().unwrap().len(), CODES.len());
    for code in CODES {
        assert!(
            page.contains(&format!("id=\"{}\"", code.as_str())),
            "{}",
            code.as_str()
        );
    }
}
