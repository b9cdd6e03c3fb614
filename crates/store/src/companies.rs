//! Companies: the list, one of them, and which of its contacts have not heard of a change yet.
//!
//! Written in `accept/companies.rs`, together with what its contacts are told.

use runnel_model::{Company, CompanyCopy, CompanyId, CompanyKey, ContactId, Timestamp};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::accept::companies::read;
use crate::dialect::cells;
use crate::entity::companies;
use crate::entity::companies::Column;
use crate::error::{classify_orm, unsigned};
use crate::page::page_size;
use crate::statements::COMPANY_CONTACTS;
use crate::{Cursor, Database, Page, Result};

/// Which companies.
#[derive(Clone, Debug, Default)]
pub struct CompanyQuery {
    /// Their name or key begins with this; of the name, without regard to case.
    pub search: Option<String>,
    /// The most rows.
    pub limit: u64,
    /// Where the page begins.
    pub cursor: Option<Cursor>,
}

/// A company and how many work for it.
#[derive(Clone, Debug, PartialEq)]
pub struct CompanyRow {
    /// The company.
    pub company: Company,
    /// How many contacts work for it.
    pub contacts: u64,
    /// When something about it was last changed.
    pub updated_at: Timestamp,
}

impl Database {
    /// A page of the companies, those first of which something was last changed.
    pub async fn companies(&self, query: &CompanyQuery) -> Result<Page<CompanyRow>> {
        let limit = page_size(query.limit);
        let mut select = companies::Entity::find();
        if let Some(search) = query.search.as_deref().map(str::trim).filter(|text| !text.is_empty())
        {
            let begins = |column: Column, text: &str| {
                Condition::all()
                    .add(column.gte(text))
                    .add(column.lt(format!("{text}{}", char::MAX)))
            };
            let any = Condition::any().add(begins(Column::NameKey, &search.to_lowercase()));
            select = select.filter(any.add(begins(Column::Key, search)));
        }
        if let Some([at, id]) = query.cursor.as_ref().and_then(Cursor::keys) {
            let same = Condition::all().add(Column::UpdatedAt.eq(at)).add(Column::Id.lt(id));
            select = select.filter(Condition::any().add(Column::UpdatedAt.lt(at)).add(same));
        }
        let select = select.order_by_desc(Column::UpdatedAt).order_by_desc(Column::Id);
        let rows = select.limit(limit + 1).all(self.reader()).await.map_err(classify_orm)?;
        let page = Page::cut(rows, limit, |row| vec![row.updated_at, row.id]);
        Ok(Page { items: self.with_contacts(page.items).await?, next: page.next })
    }

    /// One company.
    pub async fn company(&self, id: CompanyId) -> Result<Option<CompanyRow>> {
        let found = companies::Entity::find_by_id(id.0).one(self.reader()).await;
        let rows = self.with_contacts(found.map_err(classify_orm)?.into_iter().collect()).await?;
        Ok(rows.into_iter().next())
    }

    /// The company that has this id in the sender's own system.
    pub async fn company_of_key(&self, key: &CompanyKey) -> Result<Option<CompanyRow>> {
        let found = companies::Entity::find().filter(Column::Key.eq(key.as_str()));
        let found = found.all(self.reader()).await.map_err(classify_orm)?;
        Ok(self.with_contacts(found).await?.into_iter().next())
    }

    async fn with_contacts(&self, rows: Vec<companies::Model>) -> Result<Vec<CompanyRow>> {
        let counts: Vec<(i64, i64)> =
            self.pool().read(&COMPANY_CONTACTS, cells!(&rows, |row| row.id)).await?;
        let row = |row: companies::Model| {
            let contacts = counts.iter().find(|(id, _)| *id == row.id);
            Ok(CompanyRow {
                company: read(row.id, &row.key, row.version, &row.properties)?,
                contacts: contacts.map_or(0, |(_, count)| unsigned(*count)),
                updated_at: Timestamp::from_ms(row.updated_at),
            })
        };
        rows.into_iter().map(row).collect()
    }

    /// A company of which not all contacts have heard the latest.
    pub async fn company_to_spread(&self) -> Result<Option<CompanyCopy>> {
        let text = "SELECT id, key, version, properties FROM companies WHERE spread < version \
            ORDER BY id LIMIT 1";
        let rows: Vec<(i64, String, i64, String)> = self.pool().query(text, Vec::new()).await?;
        let read = |(id, key, version, properties): &(i64, String, i64, String)| {
            Ok(read(*id, key, *version, properties)?.copy())
        };
        rows.first().map(read).transpose()
    }

    /// All contacts of a company have heard of this version.
    pub async fn company_spread(&self, id: CompanyId, version: u64) -> Result<()> {
        let text = "UPDATE companies SET spread = $2 WHERE id = $1 AND spread < $2 RETURNING id";
        let mut tx = self.pool().begin().await?;
        tx.query::<(i64,)>(text, vec![id.0.into(), version.into()]).await?;
        tx.commit().await
    }

    /// The next contacts of a company that have not heard of this version of it.
    pub async fn contacts_behind(
        &self,
        company: &CompanyCopy,
        after: ContactId,
        limit: u64,
    ) -> Result<Vec<ContactId>> {
        let text = "SELECT id FROM contacts WHERE company = $1 AND id > $2 \
            AND company_version < $3 ORDER BY id LIMIT $4";
        let cells = vec![company.id.0.into(), after.into(), company.version.into(), limit.into()];
        let rows: Vec<(i64,)> = self.pool().query(text, cells).await?;
        Ok(rows.into_iter().map(|(id,)| ContactId(id)).collect())
    }

    /// How many contacts of a company have not heard the latest about it.
    pub async fn count_behind(&self, company: &Company) -> Result<u64> {
        let text = "SELECT COUNT(*) FROM contacts WHERE company = $1 AND company_version < $2";
        let cells = vec![company.id.0.into(), company.version.into()];
        let rows: Vec<(i64,)> = self.pool().query(text, cells).await?;
        Ok(rows.first().map_or(0, |(count,)| unsigned(*count)))
    }

    /// The last of what waits to be applied; absent: nothing does.
    pub async fn last_waiting(&self) -> Result<Option<i64>> {
        let rows: Vec<(i64,)> =
            self.pool().query("SELECT id FROM inbox ORDER BY id DESC LIMIT 1", vec![]).await?;
        Ok(rows.first().map(|(id,)| *id))
    }

    /// Whether something of what was waiting then still waits.
    pub async fn still_waits(&self, up_to: i64) -> Result<bool> {
        let text = "SELECT id FROM inbox WHERE id <= $1 LIMIT 1";
        let rows: Vec<(i64,)> = self.pool().query(text, vec![up_to.into()]).await?;
        Ok(!rows.is_empty())
    }
}
