/// Images over HTTP: DICOMweb for programs, pages for people.
@NullMarked
package org.tessera.etl.imaging.web;

import org.jspecify.annotations.NullMarked;
