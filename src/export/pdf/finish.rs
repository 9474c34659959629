//! The finished file: the engine's false claims taken out, title, language and structure put in.
//!
//! It reads only bytes that were written a moment ago, and no clock: the same document gives the
//! same file.

mod structure;

use printpdf::lopdf::{
    Dictionary, Document as File, Error, Object, ObjectId, Stream, StringFormat, dictionary,
};
use sha2::{Digest, Sha256};

use super::draw::Drawn;
use super::face::{Faces, Metrics};
use super::tree::Tree;
use crate::export::document::Document;

/// The engine draws every page between these two, as a layer that could be switched off.
const BEFORE_PAGE: &[u8] = b"/OC /MC0 BDC\nq";
const AFTER_PAGE: &[u8] = b"Q\nEMC";

/// Puts the file in order.
pub(super) fn finish(
    document: &Document,
    drawn: &Drawn,
    tree: &Tree,
    faces: &Faces,
) -> Result<Vec<u8>, Error> {
    let mut file = File::load_mem(&drawn.bytes)?;
    for (number, page) in (0..).zip(page_ids(&file)) {
        clean_page(&mut file, page, number)?;
    }
    fonts(&mut file, faces);
    drop_claims(&mut file)?;
    let pages = page_ids(&file);
    let parts = structure::add(&mut file, &pages, drawn, tree);
    let metadata = file.add_object(xmp(&document.name));
    let catalog = file.catalog_mut()?;
    catalog.set("Lang", Object::string_literal("en-GB"));
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    catalog.set("StructTreeRoot", parts.tree);
    catalog.set("Outlines", parts.outline);
    catalog.set("Metadata", metadata);
    let info = file.add_object(dictionary! {
        "Title" => utf16(&document.name),
        "Producer" => Object::string_literal("Convenor"),
    });
    file.trailer.set("Info", info);
    "1.7".clone_into(&mut file.version);
    file.compress();
    seal(file)
}

fn page_ids(file: &File) -> Vec<ObjectId> {
    file.get_pages().into_values().collect()
}

/// Takes out what the engine says of itself, and what only that needed. This comes before the
/// structure is put in, because looking for what is needed takes long when there is much.
fn drop_claims(file: &mut File) -> Result<(), Error> {
    let catalog = file.catalog_mut()?;
    for claim in ["OCProperties", "OutputIntents", "PageLayout", "Outlines", "Metadata"] {
        catalog.remove(claim.as_bytes());
    }
    file.trailer.remove(b"Info");
    file.trailer.remove(b"ID");
    file.prune_objects();
    file.renumber_objects();
    Ok(())
}

/// Takes layer and empty annotations out of a page, and gives it its number in the structure.
fn clean_page(file: &mut File, id: ObjectId, number: i64) -> Result<(), Error> {
    let page = file.get_object_mut(id)?.as_dict_mut()?;
    page.remove(b"Annots");
    page.set("Tabs", "S");
    page.set("StructParents", number);
    let content = page.get(b"Contents")?.as_reference()?;
    let resources = page.get(b"Resources")?.as_reference()?;
    let content = file.get_object_mut(content)?.as_stream_mut()?;
    content.decompress();
    let drawn = content.content.trim_ascii();
    let Some(drawn) =
        drawn.strip_prefix(BEFORE_PAGE).and_then(|drawn| drawn.strip_suffix(AFTER_PAGE))
    else {
        return Err(Error::ContentDecode);
    };
    let drawn = drawn.to_vec();
    content.set_plain_content(drawn);
    content.allows_compression = true;
    file.get_object_mut(resources)?.as_dict_mut()?.remove(b"Properties");
    Ok(())
}

/// Gives the fonts their names, and heights in thousandths of their size, as a reader expects.
fn fonts(file: &mut File, faces: &Faces) {
    let metrics = faces.metrics();
    // The engine calls its fonts F0, F1 and so on, in the order in which they were embedded.
    let of = |name: &[u8]| {
        let number = name.strip_prefix(b"F").map(<[u8]>::to_vec)?;
        let number: usize = String::from_utf8(number).ok()?.parse().ok()?;
        metrics.get(number)
    };
    for object in file.objects.values_mut() {
        if let Object::Stream(stream) = object {
            stream.allows_compression = true;
        }
        let Ok(font) = object.as_dict_mut() else { continue };
        if let Some(face) = font.get(b"FontName").and_then(Object::as_name).ok().and_then(of) {
            font.set("FontName", subset_name(face.name));
            font.set("Ascent", face.ascent);
            font.set("Descent", face.descent);
            font.set("CapHeight", 714);
            let (low, high) = (face.descent.into(), face.ascent.into());
            font.set("FontBBox", vec![Object::from(-200), low, 1500.into(), high]);
        }
        name_font(font, &of);
    }
}

/// Names a font and its descendants.
fn name_font<'a>(font: &mut Dictionary, of: &impl Fn(&[u8]) -> Option<&'a Metrics>) {
    let Some(face) = font.get(b"BaseFont").and_then(Object::as_name).ok().and_then(of) else {
        return;
    };
    font.set("BaseFont", subset_name(face.name));
    let Ok(descendants) = font.get_mut(b"DescendantFonts").and_then(Object::as_array_mut) else {
        return;
    };
    for descendant in descendants {
        if let Ok(descendant) = descendant.as_dict_mut() {
            descendant.set("BaseFont", subset_name(face.name));
            descendant.set("CIDToGIDMap", "Identity");
        }
    }
}

/// A part of a font carries six letters before its name.
fn subset_name(name: &str) -> Object {
    Object::from(format!("CNVNOR+{name}").as_str())
}

/// A text that every viewer reads right.
fn utf16(text: &str) -> Object {
    let mut bytes = vec![0xfe, 0xff];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// Title and language once more, in the form that newer programs read.
fn xmp(title: &str) -> Stream {
    let title = title.replace('&', "&amp;").replace('<', "&lt;");
    let packet = format!(
        r#"<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title><dc:language><rdf:Bag><rdf:li>en-GB</rdf:li></rdf:Bag></dc:language></rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"#
    );
    let kind = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    Stream::new(kind, packet.into_bytes()).with_compression(false)
}

/// Writes the file with an identity that follows from what stands in it.
fn seal(mut file: File) -> Result<Vec<u8>, Error> {
    let mut unsealed = Vec::new();
    file.save_to(&mut unsealed)?;
    let digest: Vec<u8> = Sha256::digest(&unsealed).iter().take(16).copied().collect();
    let identity = Object::String(digest, StringFormat::Hexadecimal);
    file.trailer.set("ID", vec![identity.clone(), identity]);
    let mut sealed = Vec::new();
    file.save_to(&mut sealed)?;
    Ok(sealed)
}
