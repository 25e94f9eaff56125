package planner

import "testing"

// TestLastName checks that a last name is only one that is stated or certain.
func TestLastName(t *testing.T) {
	for _, test := range []struct {
		person       Person
		last, degree string
	}{
		{Person{Name: "Sabine Krüger"}, "Krüger", ""},
		{Person{Name: "Dr. Sabine Krüger"}, "Krüger", "Dr."},
		{Person{Name: "Univ.-Prof. Dr.med. Sabine Krüger"}, "Krüger", "Prof."},
		{Person{Name: "Krüger, Sabine"}, "Krüger", ""},
		{Person{Name: "Krüger, Sabine, Dr."}, "Krüger", "Dr."},
		{Person{Name: "KRÜGER, SABINE", Given: "SABINE", Family: "KRÜGER"}, "Krüger", ""},
		{Person{Name: "Luc van der Berg"}, "van der Berg", ""},
		{Person{Name: "Maria García López"}, "", ""},
		{Person{Name: "Maria García López", Given: "Maria", Family: "García López"}, "García López", ""},
		{Person{Name: "Anna Maria Krüger", Given: "Anna Maria"}, "Krüger", ""},
		{Person{Name: "Wang Xiaoming"}, "", ""},
		{Person{Name: "Wang Xiaoming", Given: "Xiaoming", Family: "Wang"}, "Wang", ""},
		{Person{Name: "S. Krüger"}, "", ""},
		{Person{Name: "Krüger"}, "", ""},
		{Person{ID: "s.krueger@example.com", Name: "s.krueger"}, "", ""},
		{Person{Name: "Ana", Family: "ana@example.com"}, "", ""},
		{Person{}, "", ""},
	} {
		if last, degree := test.person.LastName(), test.person.Degree(); last != test.last || degree != test.degree {
			t.Errorf("%q: %q and %q, want %q and %q", test.person.Name, last, degree, test.last, test.degree)
		}
	}
}

// TestFullName checks that a list that puts family names first does not decide how a person
// is addressed in full, unless the person's language does it too.
func TestFullName(t *testing.T) {
	for _, test := range []struct {
		person Person
		want   string
	}{
		{Person{Name: "Smith Robert", Given: "Robert", Family: "Smith"}, "Robert Smith"},
		{Person{Name: "SMITH ROBERT", Given: "ROBERT", Family: "SMITH"}, "Robert Smith"},
		{Person{Name: "van der Berg Luc", Given: "Luc", Family: "van der Berg"}, "Luc van der Berg"},
		{Person{Name: "Robert Smith", Given: "Robert", Family: "Smith"}, "Robert Smith"},
		{Person{Name: "Smith Robert"}, "Smith Robert"},
		{Person{Name: "Kim Min-jun", Given: "Min-jun", Family: "Kim"}, "Kim Min-jun"},
		{Person{Name: "王 小明", Given: "小明", Family: "王"}, "王 小明"},
	} {
		if got := test.person.FullName(); got != test.want {
			t.Errorf("%q is %q, want %q", test.person.Name, got, test.want)
		}
	}
}

// TestAddressWords checks which words name a language and a form of address.
func TestAddressWords(t *testing.T) {
	for word, want := range map[string]Language{"de": "de", " DE-at ": "de", "sv_SE": "sv", "pt": "", "German": "", "": ""} {
		if got, ok := ParseLanguage(word); ok != (want != "") || ok && got != want {
			t.Errorf("language %q is %q, %t", word, got, ok)
		}
	}
	for word, want := range map[string]Form{"du": FormFirst, "Tu": FormFirst, "first": FormFirst, "Sie": FormLast, "vous": FormLast, "last": FormLast, "ni": "", "": ""} {
		if got, ok := ParseForm(word); ok != (want != "") || got != want {
			t.Errorf("form %q is %q, %t", word, got, ok)
		}
	}
}
