//! 支援計画: versions, papers, what a missing one takes.
use crate::fixtures::settled::*;
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use store::{EntityKind, Role};

#[tokio::test]
async fn jr_30_a_plan_is_saved_with_author_and_date_and_copied_as_a_new_version() {
    let settled = Settled::new().await;
    let manager = settled.client(Role::ServiceManager).await;
    let plans = settled.plans();
    let (status, headers, body) = upload(&manager, &plans, &PLAN, Some(("計画.pdf", PDF))).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{body}");
    assert!(headers[header::LOCATION].to_str().unwrap().ends_with("?ok=plan"));
    let stored = settled.read().support_plans().of_person(settled.person).await.unwrap();
    assert_eq!(
        (stored[0].body.author.as_str(), stored[0].body.made_on.to_string().as_str()),
        ("見本 管理", "2026-06-20")
    );
    let page = manager.get(&format!("{plans}?copy={}", stored[0].id)).await;
    assert!(page.has("遅刻なく続ける") && page.has("value=\"2027-01-01\""), "{}", page.body);
    let staff = settled.client(Role::SupportStaff).await;
    let (status, ..) = upload(&staff, &plans, &PLAN, None).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn jr_31_jr_32_a_plan_without_pdf_is_saved_and_counts_as_missing() {
    let settled = Settled::new().await;
    let manager = settled.client(Role::ServiceManager).await;
    let plans = settled.plans();
    let (_, headers, _) = upload(&manager, &plans, &PLAN, None).await;
    let to = headers[header::LOCATION].to_str().unwrap().to_owned();
    assert!(to.ends_with("?ok=no_pdf"), "{to}");
    let page = manager.get(&plans).await;
    assert!(page.has("× なし") && page.has("計画はあり、PDFがありません"), "{}", page.body);
    // what 「未作成」 would take, by month: 70 % twice, then 50 %
    assert!(page.has("未作成とすると 2か月目 基本報酬×70%") && page.has("未作成とすると 3か月目 基本報酬×50%"));
    full(&manager, &settled.records(), &[]).await;
    let month = manager.get(&format!("/t/{MONTH}/records")).await;
    assert!(month.has("支援計画が×です"), "{}", month.body);
    let plan = settled.read().support_plans().of_person(settled.person).await.unwrap()[0].id;
    let (status, ..) =
        upload(&manager, &format!("{plans}/{plan}"), &with(&PLAN, &[("version", "1")]), Some(("a.pdf", PDF))).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let page = manager.get(&plans).await;
    assert!(page.has("○ 1件") && !page.has("未作成とすると"), "{}", page.body);
}

#[tokio::test]
async fn an_unmade_plan_is_reduced_from_the_month_that_was_said_to_the_month_before_it_is_made() {
    let settled = Settled::new().await;
    let manager = settled.client(Role::ServiceManager).await;
    let plans = settled.plans();
    let said = format!("{plans}/unmade");
    let page = manager.post(&said, &[("unmade_from", "R9.1"), ("facts_version", "1")]).await;
    assert!(page.has("減算を始める月が今月より後です") && page.has("value=\"2027-01\""), "{}", page.body);
    let page = manager.post(&said, &[("unmade_from", "2026/7"), ("facts_version", "1")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    let page = manager.get(&plans).await;
    assert!(page.has("<strong>1か月目 基本報酬×70%</strong>") && page.has("<strong>5か月目 基本報酬×50%</strong>"));
    upload(&manager, &plans, &with(&PLAN, &[("made_on", "2026/10/5"), ("from", "2026/10/1")]), Some(("a.pdf", PDF)))
        .await;
    let page = manager.get(&plans).await;
    assert!(page.has("<strong>3か月目 基本報酬×50%</strong>") && !page.has("<strong>4か月目"), "{}", page.body);
    let page = manager.post(&said, &[("act", "back"), ("facts_version", "2")]).await;
    assert!(page.to.ends_with("?ok=made"), "{}", page.body);
}

#[tokio::test]
async fn a_file_that_is_not_taken_in_is_told_in_words_and_the_typed_plan_stays() {
    let settled = Settled::new().await;
    let manager = settled.client(Role::ServiceManager).await;
    let plans = settled.plans();
    const MOST: usize = 10 * 1024 * 1024;
    let sized = |size: usize| {
        let mut bytes = PDF.to_vec();
        bytes.resize(size, b' ');
        bytes
    };
    let script: &[u8] = b"%PDF-1.4\n1 0 obj\n<< /S /JavaScript /JS (app.alert(1)) >>\nendobj\n";
    let too_large = sized(MOST + 1);
    let refused: [(&str, &[u8], &str); 5] = [
        ("a.pdf", b"", "空のファイルです"),
        ("a.pdf", b"MZ\x90\x00 program", "PDFではありません"),
        ("a.exe", PDF, "名前の終わりが"),
        ("a.pdf", script, "自動で動くしくみ"),
        ("a.pdf", &too_large, "10MBを超えています"),
    ];
    for (name, bytes, words) in refused {
        let (status, _, body) = upload(&manager, &plans, &PLAN, Some((name, bytes))).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        assert!(body.contains(words) && body.contains("id=\"e-file\""), "{words} {body}");
        assert!(body.contains("遅刻なく続ける") && body.contains("もう一度選んでください"), "{words}");
    }
    assert!(settled.read().support_plans().of_person(settled.person).await.unwrap().is_empty());
    let (status, ..) = upload(&manager, &plans, &PLAN, Some(("../../秘密\u{202e}計画.pdf", &sized(MOST)))).await;
    assert_eq!(status, StatusCode::SEE_OTHER, "exactly 10 MiB is taken in");
    let plan = settled.read().support_plans().of_person(settled.person).await.unwrap()[0].id;
    let files = settled.read().attachments().of(EntityKind::SupportPlan, plan).await.unwrap();
    assert_eq!(files[0].name, "秘密計画.pdf");
}

#[tokio::test]
async fn a_plan_is_handed_out_as_a_file_that_runs_nothing_and_taken_away_once() {
    let settled = Settled::new().await;
    let manager = settled.client(Role::ServiceManager).await;
    upload(&manager, &settled.plans(), &PLAN, Some(("計画 1.pdf", PDF))).await;
    let plan = settled.read().support_plans().of_person(settled.person).await.unwrap()[0].id;
    let file = settled.read().attachments().of(EntityKind::SupportPlan, plan).await.unwrap()[0].id;
    let address = format!("{}/{plan}/files/{file}", settled.plans());
    let get = |address: String| {
        Request::get(format!("{}{address}", manager.base))
            .header(header::COOKIE, &manager.cookie)
            .header(header::HOST, "localhost")
            .body(Body::empty())
            .unwrap()
    };
    let (status, headers, body) = answer(&manager, get(address.clone())).await;
    assert_eq!((status, body.as_bytes()), (StatusCode::OK, PDF));
    let text = |name: header::HeaderName| headers[name].to_str().unwrap().to_owned();
    assert!(text(header::CONTENT_DISPOSITION).starts_with("attachment; filename=\"plan-"));
    assert!(text(header::CONTENT_DISPOSITION).ends_with("filename*=UTF-8''%E8%A8%88%E7%94%BB%201.pdf"));
    assert_eq!(text(header::CONTENT_SECURITY_POLICY), "sandbox; default-src 'none'; frame-ancestors 'none'");
    assert_eq!(
        (text(header::X_CONTENT_TYPE_OPTIONS).as_str(), text(header::CONTENT_TYPE).as_str()),
        ("nosniff", "application/pdf")
    );
    // another person's address does not hand it out
    let other = settled.someone("見本 別", "ミホン ベツ", "2026-02-01").await;
    let (status, ..) = answer(&manager, get(format!("/people/{other}/plans/{plan}/files/{file}"))).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let page = manager.post(&format!("{address}/remove"), &[("version", "1")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    let (status, ..) = answer(&manager, get(address)).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(manager.get(&settled.plans()).await.has("× なし"));
}
