//! Start codes on the guide's pages: how many there are, printing slips, waking spares.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use trykk_shared::language::Language;
use zeroize::Zeroizing;

use crate::organisation::Organisation;
use crate::rounds::RoundError;
use crate::rounds::code_slips::{self, SlipOrder};
use crate::rounds::codes::{CodeCounts, CodesError, TabletCodes};
use crate::store::{BoxRow, Store, StoreError, TabletState};
use crate::texts::{CodeTexts, GuideTexts, TabletTexts, fill};
use crate::web::Pages;
use crate::web::access::form::Form;
use crate::web::error::PageError;
use crate::web::guide::round::{Typed, with_fault};
use crate::web::guide::rounds::say_headcount;
use crate::web::guide::steps::explain;
use crate::web::page::{Page, render};
use crate::web::tablets::care::{NoCodes, check_codes};
use crate::web::tablets::{label_tablet, say_last_seen};
use crate::web::visit::Visit;

/// The codes of one tablet, as the round's page shows them.
pub struct ShownCodes {
    /// The tablet.
    pub tablet: String,
    /// What people call it, beside its id.
    pub label: String,
    /// Where it stands.
    pub ward: String,
    /// How many there are.
    pub counts: CodeCounts,
    /// Whether slips can be printed for it.
    pub in_use: bool,
    /// When it was last heard of, by the day.
    pub last_seen: String,
    /// Why slips printed for it now would be of no use, in words.
    pub no_use: Option<String>,
    /// Whether it is the one that is offered first.
    pub chosen: bool,
    /// The numbers of spares that can be woken.
    pub sleeping: Vec<u32>,
}

/// What the round's page says of start codes.
pub struct CodesView {
    /// The texts.
    pub texts: &'static CodeTexts,
    /// Each tablet of the box's wards that is in use, or has codes.
    pub tablets: Vec<ShownCodes>,
    /// How many people have no slip yet: what is offered to be printed.
    pub missing: u64,
    /// How many may have answered twice, in words, once any may.
    pub twice: Option<String>,
}

impl CodesView {
    /// Whether slips can be printed for some tablet, and for none of them with any use: the form chooses none by itself.
    pub fn chooses_none(&self) -> bool {
        !self.tablets.iter().any(|tablet| tablet.chosen)
    }

    /// Whether any spare can be woken.
    pub fn has_spares(&self) -> bool {
        self.tablets.iter().any(|tablet| !tablet.sleeping.is_empty())
    }
}

/// The codes of a box, tablet by tablet.
///
/// # Errors
/// When the store fails.
pub fn describe_codes(
    store: &Store,
    organisation: &Organisation,
    ballot_box: &BoxRow,
    now: i64,
    language: Language,
) -> Result<CodesView, StoreError> {
    let (texts, zone) = (CodeTexts::of(language), organisation.zone());
    let handed = store.tablets_of(ballot_box.id)?;
    let kept = store.codes_of(ballot_box.id)?;
    let known: Vec<String> = kept.iter().map(|(id, _)| id.clone()).collect();
    let tablets_here = store.tablets_on(&ballot_box.wards, &known)?;
    let names = store.tablet_names_of(&tablets_here.iter().map(|tablet| tablet.id.clone()).collect::<Vec<_>>())?;
    let of = |tablet: &str| kept.iter().find(|(id, _)| id == tablet).map(|(_, codes)| codes);
    let mut tablets = Vec::new();
    for tablet in tablets_here {
        let codes = of(&tablet.id);
        let in_use = tablet.state == TabletState::Active && ballot_box.wards.contains(&tablet.ward);
        if in_use || codes.is_some() {
            let known = handed.iter().find(|handed| handed.tablet.id == tablet.id);
            let troubles = known.map(|handed| handed.troubles.clone()).unwrap_or_default();
            let no_use = check_codes(tablet.last_seen, &troubles, now).err();
            let sleeping = codes.filter(|_| in_use).map(TabletCodes::sleeping_spares);
            let ward = organisation.wards.get(&tablet.ward);
            tablets.push(ShownCodes {
                ward: ward.map_or(tablet.ward, |ward| ward.name.clone()),
                counts: codes.map(TabletCodes::counts).unwrap_or_default(),
                sleeping: sleeping.unwrap_or_default(),
                in_use,
                last_seen: say_last_seen(TabletTexts::of(language), language, &zone, tablet.last_seen, now),
                no_use: no_use.filter(|_| in_use).map(|why| match why {
                    NoCodes::Silent(days) => fill(texts.silent, &[&days]),
                    NoCodes::NeverHeard => texts.never_heard.to_owned(),
                    NoCodes::Unreadable => texts.unreadable.to_owned(),
                }),
                chosen: false,
                label: label_tablet(&names, &tablet.id),
                tablet: tablet.id,
            });
        }
    }
    if let Some(first) = tablets
        .iter_mut()
        .find(|tablet| tablet.in_use && tablet.no_use.is_none())
    {
        first.chosen = true;
    }
    let woken: u64 = tablets.iter().map(|tablet| tablet.counts.woken).sum();
    let slips = code_slips::count_slips(store, ballot_box)?;
    // More slips than people, when the number of people was changed afterwards.
    let twice = woken + slips.saturating_sub(ballot_box.fewest_people().into());
    Ok(CodesView {
        texts,
        missing: u64::from(ballot_box.headcount).saturating_sub(slips),
        twice: (twice > 0).then(|| {
            let people = say_headcount(GuideTexts::of(language), ballot_box);
            format!("{} {people}", fill(texts.may_be_twice, &[&twice]))
        }),
        tablets,
    })
}

/// What is said when there are no codes.
pub fn explain_codes(texts: &CodeTexts, error: &CodesError) -> String {
    match error {
        CodesError::TooMany { headcount, printed, .. } => fill(texts.too_many, &[headcount, printed]),
        CodesError::NotAsked(_) => texts.without.to_owned(),
        CodesError::WrongTime { .. } => texts.wrong_time.to_owned(),
        CodesError::NotATablet { .. } => texts.not_a_tablet.to_owned(),
        CodesError::ListFull => texts.list_full.to_owned(),
        CodesError::NoSuchSpare { .. } => texts.no_such_spare.to_owned(),
        CodesError::NothingPrinted(_) => texts.nothing_printed.to_owned(),
    }
}

/// A slip as it is printed.
struct ShownSlip {
    code: Zeroizing<String>,
    /// "Reserve 3", on a spare's.
    spare: Option<String>,
}

#[derive(Template)]
#[template(path = "codes.html")]
struct SlipsPage {
    page: Page,
    texts: &'static CodeTexts,
    wards: String,
    title: String,
    tablet: String,
    printing: String,
    round: String,
    slips: Vec<ShownSlip>,
}

/// Prints slips: the page is the answer to the form itself, so that no address holds the codes and none is kept.
pub async fn print(State(pages): State<Arc<Pages>>, visit: Visit, form: Form) -> Result<Response, PageError> {
    let texts = CodeTexts::of(visit.language);
    let number = |field: &str| form.get(field).trim().parse::<usize>().ok();
    let (Some(slips @ 1..), Some(spares)) = (number("slips"), number("spares")) else {
        return with_fault(&pages, &visit, Some(texts.bad_number.to_owned()), Typed::default()).await;
    };
    let (ballot_box, now, mut rng) = (visit.ballot_box()?, pages.now(), pages.rng());
    let by = visit.visitor()?.email.clone();
    let tablet = form.get("tablet").to_owned();
    let (for_box, for_tablet) = (Arc::clone(&ballot_box), tablet.clone());
    let drawn = pages
        .run_action(&visit, move |store, folder| {
            let order = SlipOrder {
                tablet: &for_tablet,
                slips,
                spares,
            };
            code_slips::print_slips(store, folder, &for_box, order, Some(&by), now, &mut rng)
        })
        .await?;
    let drawn = match drawn {
        Ok(drawn) => drawn,
        Err(error) => return refuse(&pages, &visit, &error).await,
    };
    let slips = drawn.slips.iter().map(|code| ShownSlip {
        code: Zeroizing::new(code.to_groups()),
        spare: None,
    });
    let spares = drawn.spares.iter().map(|(number, code)| ShownSlip {
        code: Zeroizing::new(code.to_groups()),
        spare: Some(fill(texts.spare, &[number])),
    });
    let language = visit.language;
    let for_box = Arc::clone(&ballot_box);
    let (wards, title) = pages
        .read(move |store| {
            let organisation = store.organisation_of_box(&for_box)?;
            let round = organisation.rounds.get(&for_box.round);
            let title = round.map_or("", |round| round.deck.title.get(language)).to_owned();
            Ok((organisation.ward_names(&for_box.wards), title))
        })
        .await?;
    let mut frame = visit.page(texts.codes);
    // The language links lead back to the round: this page cannot be asked for again.
    frame.path = format!("/rounds/{}", ballot_box.id);
    let page = SlipsPage {
        page: frame,
        texts,
        wards,
        title,
        tablet,
        printing: drawn.printing,
        round: ballot_box.id.to_string(),
        slips: slips.chain(spares).collect(),
    };
    Ok(render(&page)?.into_response())
}

/// The slips are printed: from now on they are good.
pub async fn confirm(State(pages): State<Arc<Pages>>, visit: Visit, form: Form) -> Result<Response, PageError> {
    let (ballot_box, by, now) = (visit.ballot_box()?, visit.visitor()?.email.clone(), pages.now());
    let [tablet, printing] = ["tablet", "printing"].map(|field| form.get(field).to_owned());
    let done = pages
        .run_action(&visit, move |store, folder| {
            code_slips::confirm_slips(store, folder, &ballot_box, &tablet, &printing, Some(&by), now)
        })
        .await?;
    answer_done(&pages, &visit, done).await
}

/// Wakes a spare for somebody whose slip is lost.
pub async fn wake(State(pages): State<Arc<Pages>>, visit: Visit, form: Form) -> Result<Response, PageError> {
    let (ballot_box, by, now) = (visit.ballot_box()?, visit.visitor()?.email.clone(), pages.now());
    // "tablet number", as the form's choices name them.
    let chosen = form.get("spare").to_owned();
    let spare = chosen.split_once(' ');
    let Some((tablet, Ok(spare))) = spare.map(|(tablet, spare)| (tablet.to_owned(), spare.parse::<u32>())) else {
        let said = CodeTexts::of(visit.language).no_such_spare.to_owned();
        return with_fault(&pages, &visit, Some(said), Typed::default()).await;
    };
    let done = pages
        .run_action(&visit, move |store, folder| {
            code_slips::wake_spare(store, folder, &ballot_box, &tablet, spare, Some(&by), now)
        })
        .await?;
    answer_done(&pages, &visit, done).await
}

async fn answer_done(pages: &Arc<Pages>, visit: &Visit, done: Result<(), RoundError>) -> Result<Response, PageError> {
    match done {
        Ok(()) => Ok(Redirect::to(&format!("/rounds/{}#codes", visit.ballot_box()?.id)).into_response()),
        Err(error) => refuse(pages, visit, &error).await,
    }
}

async fn refuse(pages: &Arc<Pages>, visit: &Visit, error: &RoundError) -> Result<Response, PageError> {
    let said = match error {
        RoundError::Codes(error) => explain_codes(CodeTexts::of(visit.language), error),
        error => explain(GuideTexts::of(visit.language), error),
    };
    with_fault(pages, visit, Some(said), Typed::default()).await
}
