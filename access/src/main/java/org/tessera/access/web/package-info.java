/// Sign-in, requests and decisions as people see them.
@NullMarked
package org.tessera.access.web;

import org.jspecify.annotations.NullMarked;
