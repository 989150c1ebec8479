//! Requests and their answers.

use std::collections::HashMap;
use std::sync::Arc;

use lsp_server::{ErrorCode, ResponseError};
use lsp_types::{
    CodeActionOrCommand, CodeActionParams, CompletionList, CompletionParams, CompletionResponse,
    DocumentSymbolResponse, GotoDefinitionParams, GotoDefinitionResponse, Hover, HoverContents, HoverParams,
    InlayHintParams, Location, MarkupContent, MarkupKind, Position, PrepareRenameResponse, ReferenceParams,
    RenameParams, TextDocumentPositionParams, TextEdit, Uri, WorkspaceEdit,
};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::completion::CompletedText;
use super::inquiry::Inquiry;
use super::navigation::{self, Declaration};
use super::positions::{ColumnUnit, LineTable};
use super::sites::SiteState;
use super::{actions, hover, outline, rename};
use crate::diag::Fix;

/// A request about a text of a site.
pub(super) struct TextRequest {
    pub(super) method: String,
    pub(super) params: Value,
    pub(super) site: Arc<SiteState>,
    /// The path of the text from the site's root.
    pub(super) path: String,
    /// The text as the editor had it when it asked, if it has it open.
    pub(super) text: Option<Arc<str>>,
    pub(super) unit: ColumnUnit,
}

/// The methods that are answered from a checked site.
pub(super) const METHODS: [&str; 10] = [
    "textDocument/completion",
    "textDocument/hover",
    "textDocument/definition",
    "textDocument/references",
    "textDocument/documentSymbol",
    "textDocument/foldingRange",
    "textDocument/inlayHint",
    "textDocument/codeAction",
    "textDocument/prepareRename",
    "textDocument/rename",
];

type RequestAnswer = Result<Value, ResponseError>;

impl TextRequest {
    /// Answers the request, for which it may wait for a check.
    pub(super) fn answer(self) -> RequestAnswer {
        if self.method == "textDocument/completion" {
            return self.complete();
        }
        // A site that cannot be checked was reported; there is nothing to answer.
        let Ok(analysis) = self.site.current() else { return Ok(Value::Null) };
        let Some(inquiry) = Inquiry::new(analysis, &self.path, self.unit) else { return Ok(Value::Null) };
        if self.text.as_deref().is_some_and(|text| text != inquiry.text()) {
            return Err(error(ErrorCode::ContentModified, "the text changed meanwhile"));
        }
        match self.method.as_str() {
            "textDocument/hover" => self.hover(&inquiry),
            "textDocument/definition" => self.define(&inquiry),
            "textDocument/references" => self.refer(&inquiry),
            "textDocument/documentSymbol" => json(DocumentSymbolResponse::Nested(outline::symbols(&inquiry))),
            "textDocument/foldingRange" => json(outline::folds(&inquiry)),
            "textDocument/inlayHint" => {
                let params: InlayHintParams = self.params()?;
                json(outline::hints(&inquiry, params.range))
            }
            "textDocument/codeAction" => {
                let params: CodeActionParams = self.params()?;
                let found = actions::actions(&inquiry, params.range);
                json(found.into_iter().map(CodeActionOrCommand::CodeAction).collect::<Vec<_>>())
            }
            "textDocument/prepareRename" => self.prepare_rename(&inquiry),
            "textDocument/rename" => self.rename(&inquiry),
            method => Err(error(ErrorCode::MethodNotFound, &format!("there is no method {method}"))),
        }
    }

    fn params<P: DeserializeOwned>(&self) -> Result<P, ResponseError> {
        let read = serde_json::from_value(self.params.clone());
        read.map_err(|problem| error(ErrorCode::InvalidParams, &problem.to_string()))
    }

    fn complete(&self) -> RequestAnswer {
        let params: CompletionParams = self.params()?;
        let Ok(analysis) = self.site.newest() else { return Ok(Value::Null) };
        // A text that was opened just now may be missing in the newest site.
        let inquiry = Inquiry::new(analysis, &self.path, self.unit)
            .or_else(|| Inquiry::new(self.site.current().ok()?, &self.path, self.unit));
        let Some(inquiry) = inquiry else { return Ok(Value::Null) };
        let text: Arc<str> = self.text.clone().unwrap_or_else(|| inquiry.text().into());
        let offset = LineTable::new(&text, self.unit).offset(params.text_document_position.position);
        let (items, is_incomplete) = CompletedText { inquiry: &inquiry, text: &text, offset }.items();
        json(CompletionResponse::List(CompletionList { is_incomplete, items }))
    }

    fn hover(&self, inquiry: &Inquiry) -> RequestAnswer {
        let params: HoverParams = self.params()?;
        let offset = offset(inquiry, params.text_document_position_params.position);
        let Some((value, span)) = hover::hover(inquiry, offset) else { return Ok(Value::Null) };
        let range = span.map(|span| inquiry.lines().range(span.range()));
        let contents = HoverContents::Markup(MarkupContent { kind: MarkupKind::Markdown, value });
        json(Hover { contents, range })
    }

    fn define(&self, inquiry: &Inquiry) -> RequestAnswer {
        let params: GotoDefinitionParams = self.params()?;
        let offset = offset(inquiry, params.text_document_position_params.position);
        let found = navigation::definitions(inquiry, offset);
        let places: Vec<Location> = found.into_iter().filter_map(|span| inquiry.location(span)).collect();
        json(GotoDefinitionResponse::Array(places))
    }

    fn refer(&self, inquiry: &Inquiry) -> RequestAnswer {
        let params: ReferenceParams = self.params()?;
        let declaration = match params.context.include_declaration {
            true => Declaration::Include,
            false => Declaration::LeaveOut,
        };
        let offset = offset(inquiry, params.text_document_position.position);
        let found = navigation::references(inquiry, offset, declaration);
        json(found.into_iter().filter_map(|span| inquiry.location(span)).collect::<Vec<_>>())
    }

    fn prepare_rename(&self, inquiry: &Inquiry) -> RequestAnswer {
        let params: TextDocumentPositionParams = self.params()?;
        let found = rename::prepare(inquiry, offset(inquiry, params.position));
        let found = found.map_err(|reason| error(ErrorCode::RequestFailed, &reason))?;
        let range = inquiry.lines().range(found.span.range());
        json(PrepareRenameResponse::RangeWithPlaceholder { range, placeholder: found.name })
    }

    fn rename(&self, inquiry: &Inquiry) -> RequestAnswer {
        let params: RenameParams = self.params()?;
        let offset = offset(inquiry, params.text_document_position.position);
        let files = rename::rename(inquiry, offset, &params.new_name);
        let files = files.map_err(|reason| error(ErrorCode::RequestFailed, &reason))?;
        let edits = files.iter().filter_map(|(id, fixes)| {
            let uri = inquiry.uri(&inquiry.analysis.source(*id).path)?;
            let fixes: Vec<&Fix> = fixes.iter().collect();
            Some((uri, inquiry.text_edits(*id, &fixes)))
        });
        #[expect(
            clippy::mutable_key_type,
            reason = "the protocol's own type, whose inner cell no code changes"
        )]
        let changes: HashMap<Uri, Vec<TextEdit>> = edits.collect();
        json(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() })
    }
}

fn offset(inquiry: &Inquiry, position: Position) -> usize {
    inquiry.lines().offset(position)
}

fn json(value: impl serde::Serialize) -> RequestAnswer {
    serde_json::to_value(value).map_err(|problem| error(ErrorCode::InternalError, &problem.to_string()))
}

/// An error of the protocol.
pub(super) fn error(code: ErrorCode, message: &str) -> ResponseError {
    ResponseError { code: code as i32, message: message.to_string(), data: None }
}
