//! お知らせ・新しい機能: the page of what changed in the program.
use crate::{
    App,
    desk::{Desk, Section},
    failure::Failure,
    news::of_kind,
};
use askama::Template;
use axum::{Router, response::Html, routing::get};
use ui::Shell;

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/news", get(show))
}

struct Entry {
    date: String,
    title: &'static str,
    text: &'static [String],
}

#[derive(Template)]
#[template(path = "news/list.html")]
struct NewsPage {
    shell: Shell,
    entries: Vec<Entry>,
}

/// `GET /news`.
async fn show(desk: Desk) -> Result<Html<String>, Failure> {
    let entries =
        of_kind(desk.kind).map(|news| Entry { date: news.date.both(), title: &news.title, text: &news.text }).collect();
    Ok(Html(NewsPage { shell: desk.shell(Section::Today).await?, entries }.render()?))
}
