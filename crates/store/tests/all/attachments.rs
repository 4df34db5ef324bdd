//! 添付ファイル: which files are taken in, under which name, and that they stay what they were.
use crate::{on_every_engine, world::*};
use sea_orm::ConnectionTrait;
use store::{ATTACHMENT_LIMIT, AuditKind, EntityKind, MediaType, StoreError};

on_every_engine! {
    a_file_belongs_to_a_row_and_comes_back_byte_for_byte
    an_empty_file_is_refused
    ten_megabytes_are_taken_and_one_byte_more_is_not
    the_bytes_decide_what_a_file_is
    a_pdf_with_a_program_inside_is_refused
    a_name_is_cleaned
    a_file_taken_away_is_marked_and_its_bytes_stay
    a_changed_byte_is_found
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
const JPEG: &[u8] = b"\xff\xd8\xff\xe0\0\x10JFIF";

async fn add(world: &World, name: &str, bytes: &[u8]) -> store::Result<store::AttachmentInfo> {
    let tx = world.begin().await;
    let id = tx.attachments().add(EntityKind::Person, world.person, name, bytes).await?;
    tx.commit(event(AuditKind::AttachmentAdded)).await?;
    world.read().attachments().info(id).await
}

async fn refused(world: &World, name: &str, bytes: &[u8], words: &str) {
    match add(world, name, bytes).await {
        Err(StoreError::Refused(said)) => {
            assert!(said.contains(words), "{name}: {said}");
            assert!(!said.contains(name), "the name of a file may be that of a person");
        }
        other => panic!("{name}: {other:?}"),
    }
}

async fn a_file_belongs_to_a_row_and_comes_back_byte_for_byte(world: World) {
    let info = add(&world, "支援計画 R8.10.PDF", PAPER).await.unwrap();
    assert_eq!((info.name.as_str(), info.media_type, info.size), ("支援計画 R8.10.PDF", MediaType::Pdf, 48));
    assert_eq!((info.account_id, info.created_at, info.version), (Some(world.manager), at(1), 1));
    assert_eq!(world.read().attachments().get(info.id).await.unwrap().bytes, PAPER);
    let of_person = world.read().attachments().of(EntityKind::Person, world.person).await.unwrap();
    assert_eq!(of_person, std::slice::from_ref(&info));
    assert_eq!(world.read().attachments().of_kind(EntityKind::SupportPlan).await.unwrap(), []);
    let history = world.read().history().of(EntityKind::Attachment, info.id).await.unwrap();
    assert_eq!(history[0].body["sha256"], info.sha256);
    let tx = world.begin().await;
    let nowhere = tx.attachments().add(EntityKind::Person, 9_999, "a.pdf", PAPER).await;
    assert!(matches!(nowhere, Err(StoreError::NotFound { .. })));
}

async fn an_empty_file_is_refused(world: World) {
    refused(&world, "計画.pdf", b"", "0バイト").await;
}

async fn ten_megabytes_are_taken_and_one_byte_more_is_not(world: World) {
    let sized = |size: usize| {
        let mut bytes = PAPER.to_vec();
        bytes.resize(size, b' ');
        bytes
    };
    assert_eq!(ATTACHMENT_LIMIT, 10_485_760);
    for size in [ATTACHMENT_LIMIT - 1, ATTACHMENT_LIMIT] {
        assert_eq!(add(&world, "計画.pdf", &sized(size)).await.unwrap().size, size as u64);
    }
    refused(&world, "計画.pdf", &sized(ATTACHMENT_LIMIT + 1), "10485760バイト").await;
    assert_eq!(world.store.verify_attachments().await.unwrap().files, 2);
}

async fn the_bytes_decide_what_a_file_is(world: World) {
    for (name, bytes, media) in
        [("図.png", PNG, MediaType::Png), ("写真.jpg", JPEG, MediaType::Jpeg), ("写真.JPEG", JPEG, MediaType::Jpeg)]
    {
        assert_eq!(add(&world, name, bytes).await.unwrap().media_type, media);
    }
    refused(&world, "計画.pdf", b"PK\x03\x04 a workbook", "PDF・PNG・JPEG").await;
    refused(&world, "計画.pdf", b" %PDF-1.4", "PDF・PNG・JPEG").await;
    refused(&world, "計画.pdf", b"<svg onload=\"x\">", "PDF・PNG・JPEG").await;
    refused(&world, "計画.pdf", PNG, "PNG画像").await;
    refused(&world, "計画.png", PAPER, ".pdf").await;
    refused(&world, "計画.pdf.exe", PAPER, ".pdf").await;
    refused(&world, "計画", PAPER, ".pdf").await;
}

async fn a_pdf_with_a_program_inside_is_refused(world: World) {
    for (inside, words) in [
        ("<</S/JavaScript/JS(app.alert(1))>>", "スクリプト"),
        ("<</OpenAction<</S /JavaScript /JS 5 0 R>>>>", "スクリプト"),
        ("<</S/J#61vaScript/#4aS(x)>>", "スクリプト"),
        ("<</S/#4A#61#76#61#53#63#72#69#70#74>>", "スクリプト"),
        ("<</AA<</O<</JS(x)>>>>>>", "スクリプト"),
        ("<</S/Launch/F(cmd.exe)>>", "プログラムの起動"),
        ("<</Type/EmbeddedFile>>", "埋め込みファイル"),
        ("<</Names<</Embedded#46iles 3 0 R>>>>", "埋め込みファイル"),
    ] {
        let pdf = format!("%PDF-1.7\n1 0 obj\n{inside}\nendobj\n%%EOF\n");
        refused(&world, "計画.pdf", pdf.as_bytes(), words).await;
    }
    let harmless = b"%PDF-1.7\n1 0 obj\n<</JSON(x)/Launcher(y)/Title(JavaScript)>>\nendobj\n%%EOF\n";
    add(&world, "計画.pdf", harmless).await.unwrap();
}

async fn a_name_is_cleaned(world: World) {
    let long = format!("{}.pdf", "長".repeat(300));
    for (typed, kept) in [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\hanako\\計画.pdf", "計画.pdf"),
        ("計\r\n画\u{0}\u{202e}.pdf", "計画.pdf"),
        ("a<b>\"c|d?e*.pdf", "a_b__c_d_e_.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("lpt1.x.pdf", "_lpt1.x.pdf"),
        ("  計画.pdf . ", "計画.pdf"),
        (".pdf", "添付.pdf"),
        ("../.pdf", "添付.pdf"),
        ("..hidden.pdf", "hidden.pdf"),
        (long.as_str(), &format!("{}.pdf", "長".repeat(96))),
    ] {
        match add(&world, typed, PAPER).await {
            Ok(info) => assert_eq!(info.name, kept, "{typed:?}"),
            Err(error) => panic!("{typed:?}: {error}"),
        }
    }
}

async fn a_file_taken_away_is_marked_and_its_bytes_stay(world: World) {
    let info = add(&world, "計画.pdf", PAPER).await.unwrap();
    let tx = world.begin().await;
    let refused = tx.attachments().remove(info.id, 2).await;
    assert!(matches!(refused, Err(StoreError::Conflict { current: Some(1), .. })));
    assert_eq!(tx.attachments().remove(info.id, 1).await.unwrap(), 2);
    assert!(matches!(tx.attachments().remove(info.id, 2).await, Err(StoreError::NotFound { .. })));
    tx.commit(event(AuditKind::AttachmentRemoved)).await.unwrap();
    assert!(matches!(world.read().attachments().get(info.id).await, Err(StoreError::NotFound { .. })));
    assert_eq!(world.read().attachments().of_kind(EntityKind::Person).await.unwrap(), []);
    let marked = world.read().attachments().of(EntityKind::Person, world.person).await.unwrap();
    assert_eq!(marked[0].removed_at, Some(at(1)));
    let checked = world.store.verify_attachments().await.unwrap();
    assert_eq!((checked.files, checked.bytes), (1, PAPER.len() as u64));
    assert_eq!(world.read().history().of(EntityKind::Attachment, info.id).await.unwrap().len(), 2);
}

async fn a_changed_byte_is_found(world: World) {
    let intact = add(&world, "計画.pdf", PAPER).await.unwrap();
    let damaged = add(&world, "図.png", PNG).await.unwrap();
    assert_eq!(world.store.verify_attachments().await.unwrap().damaged, [0_i64; 0]);
    let raw = world.raw().await;
    let longer = if world.database.folder().is_some() { "x'00'" } else { "'\\x00'::bytea" };
    raw.execute_unprepared(&format!("UPDATE attachment SET bytes = {longer} WHERE id = {}", damaged.id)).await.unwrap();
    let checked = world.store.verify_attachments().await.unwrap();
    assert_eq!((checked.files, checked.damaged), (2, vec![damaged.id]));
    assert!(matches!(world.read().attachments().get(damaged.id).await, Err(StoreError::Corrupt { .. })));
    world.read().attachments().get(intact.id).await.unwrap();
}
