/// HTTP to store and back; one class per interaction or operation.
@NullMarked
package org.tessera.fhir.rest;

import org.jspecify.annotations.NullMarked;
