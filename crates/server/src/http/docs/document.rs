//! The OpenAPI document: what the operations say of themselves, and what holds for all of them.

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderValue, header};
use axum::routing::get;
use utoipa::openapi::path::{HttpMethod, Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{
    ContentBuilder, InfoBuilder, LicenseBuilder, ObjectBuilder, OpenApi, PathItem, Ref, RefOr, Required,
    ResponseBuilder, SecurityRequirement, Type,
};

use crate::http::AppState;
use crate::http::problem::ProblemBody;

/// Adds what holds for every operation: problems, authentication, idempotency keys.
#[must_use]
pub fn complete(mut document: OpenApi) -> OpenApi {
    document.info = InfoBuilder::new()
        .title("Outdial")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(DESCRIPTION))
        .license(Some(
            LicenseBuilder::new()
                .name("Apache-2.0")
                .identifier(Some("Apache-2.0"))
                .build(),
        ))
        .contact(None::<utoipa::openapi::Contact>)
        .build();
    let components = document.components.get_or_insert_default();
    let mut schemas = Vec::new();
    <ProblemBody as utoipa::ToSchema>::schemas(&mut schemas);
    schemas.push((
        PROBLEM.to_owned(),
        <ProblemBody as utoipa::PartialSchema>::schema(),
    ));
    components.schemas.extend(schemas);
    for (name, scheme) in security_schemes() {
        components.security_schemes.insert(name.to_owned(), scheme.into());
    }
    for (path, item) in &mut document.paths.paths {
        complete_item(path, item);
    }
    document
}

fn security_schemes() -> [(&'static str, SecurityScheme); 3] {
    let cookie = ApiKeyValue::with_description(
        crate::http::auth::SESSION_COOKIE,
        "Set by signing in; unsafe requests also need X-CSRF-Token.",
    );
    [
        (COOKIE, SecurityScheme::ApiKey(ApiKey::Cookie(cookie))),
        (
            BEARER,
            SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build()),
        ),
        (
            HEADER,
            SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::new("X-API-Key"))),
        ),
    ]
}

fn complete_item(path: &str, item: &mut PathItem) {
    let operations = [
        (HttpMethod::Get, &mut item.get),
        (HttpMethod::Put, &mut item.put),
        (HttpMethod::Post, &mut item.post),
        (HttpMethod::Delete, &mut item.delete),
        (HttpMethod::Patch, &mut item.patch),
    ];
    for (method, operation) in operations {
        if let Some(operation) = operation {
            complete_operation(path, &method, operation);
        }
    }
}

fn complete_operation(path: &str, method: &HttpMethod, operation: &mut Operation) {
    let problem = ResponseBuilder::new()
        .description("A problem (RFC 9457); `code` is stable")
        .content(
            "application/problem+json",
            ContentBuilder::new()
                .schema(Some(Ref::from_schema_name(PROBLEM)))
                .build(),
        )
        .build();
    for (status, response) in &mut operation.responses.responses {
        if let RefOr::T(response) = response
            && response.content.is_empty()
            && status.starts_with(['4', '5'])
        {
            response.content.clone_from(&problem.content);
        }
    }
    operation
        .responses
        .responses
        .entry("default".to_owned())
        .or_insert(RefOr::T(problem));
    let is_open = OPEN
        .iter()
        .any(|(open, open_method)| *open == path && open_method == method);
    if operation.security.is_none() && !is_open {
        operation.security = Some(
            [COOKIE, BEARER, HEADER]
                .map(|name| SecurityRequirement::new(name, NO_SCOPES))
                .into(),
        );
    }
    if !is_open
        && matches!(
            method,
            HttpMethod::Post | HttpMethod::Put | HttpMethod::Patch | HttpMethod::Delete
        )
    {
        operation
            .parameters
            .get_or_insert_default()
            .push(idempotency_key().into());
    }
}

fn idempotency_key() -> Parameter {
    ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(
            "The same key twice has one effect and one answer for 24 hours.",
        ))
        .schema(Some(
            ObjectBuilder::new()
                .schema_type(Type::String)
                .max_length(Some(255))
                .build(),
        ))
        .build()
}

/// Serves the document, as it is committed: putting it together takes ten times the memory of the finished text, at each
/// start. A test keeps it true.
pub fn document_routes() -> Router<AppState> {
    let text = Bytes::from_static(include_bytes!("../../../openapi.json"));
    Router::new().route(
        "/api/v1/openapi.json",
        get(move || async move {
            (
                [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))],
                text,
            )
        }),
    )
}

const PROBLEM: &str = "Problem";
const COOKIE: &str = "session";
const BEARER: &str = "bearer";
const HEADER: &str = "api_key";
const NO_SCOPES: [&str; 0] = [];
/// Operations that nobody needs to sign in for.
const OPEN: &[(&str, HttpMethod)] = &[
    ("/api/v1/setup", HttpMethod::Get),
    ("/api/v1/setup", HttpMethod::Post),
    ("/api/v1/session", HttpMethod::Post),
    ("/healthz", HttpMethod::Get),
    ("/readyz", HttpMethod::Get),
];
const DESCRIPTION: &str = "Self-hosted outbound calling. Times are RFC 3339 in UTC, ids are text, lists come in pages \
(`limit`, `cursor`), errors are problem documents with a stable `code`.";
