//! The same town every time.
use super::world::{OFFICES, SHARED, World, block_on, filled, folder};
use std::{fmt::Write as _, path::Path};
use store::EntityKind;

/// Everything of a town that people or the federation could see, as text.
async fn dump(dir: &Path) -> String {
    let world = World::open(dir).await;
    let mut text = String::new();
    for (office, name) in OFFICES {
        let at = world.at(office);
        assert_eq!(at.office().current().await.unwrap().body.name, name);
        let _ = writeln!(text, "{:?}", at.office().notices().await.unwrap());
        let _ = writeln!(text, "{:?}", at.people().list().await.unwrap());
        let _ = writeln!(text, "{:?}", at.cards().list().await.unwrap());
        let _ = writeln!(text, "{:?}", at.contracts().list().await.unwrap());
        let _ = writeln!(text, "{:?}", at.members().list().await.unwrap());
        let _ = writeln!(text, "{:?}", at.audit().list(None, 100_000).await.unwrap());
        for file in at.attachments().of_kind(EntityKind::SupportPlan).await.unwrap() {
            let _ = writeln!(text, "{file:?} {:?}", at.attachments().get(file.id).await.unwrap().bytes);
        }
        let _ = writeln!(text, "{:?}", at.retention_rates().list().await.unwrap());
        for month in super::super::Town::builtin().office.iter().flat_map(|office| office.months()) {
            let _ = writeln!(text, "{month} {:?}", at.claim_months().get(month).await.unwrap());
            let _ = writeln!(text, "{:?}", at.days().of_office_month(month).await.unwrap());
            let _ = writeln!(text, "{:?}", at.month_facts().of_office(month).await.unwrap());
            let _ = writeln!(text, "{:?}", at.retention_month_facts(month).await.unwrap());
            let _ = writeln!(text, "{:?}", at.community_month(month).await.unwrap());
            for file in at.claim_files().of_month(month).await.unwrap() {
                let (file, bytes) = at.claim_files().get(file.id).await.unwrap();
                let _ = writeln!(text, "{file:?} {bytes:?}");
            }
        }
    }
    text
}

#[test]
fn two_fillings_give_the_same_records_the_same_audit_trail_and_the_same_files() {
    let second = folder("second");
    block_on(async {
        filled(&second).await;
        let (first, second) = (dump(&SHARED).await, dump(&second).await);
        assert!(first.contains("J11") && first.len() > 100_000, "the dump holds the files");
        let differs = first.lines().zip(second.lines()).find(|(a, b)| a != b);
        assert!(differs.is_none(), "{:?}", differs.map(|(a, b)| (a.get(..200), b.get(..200))));
        assert_eq!(first.len(), second.len());
    });
    std::fs::remove_dir_all(&second).unwrap();
}

#[test]
fn the_audit_chains_of_the_town_hold_together() {
    block_on(async {
        let events = World::open(&SHARED).await.store.verify_audit().await.unwrap();
        assert!(events > 300, "{events}");
    });
}
