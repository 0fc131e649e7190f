/// FHIR Bulk Data Access: `$export` in the background, its status and its files.
@org.jspecify.annotations.NullMarked
package org.tessera.fhir.export;
