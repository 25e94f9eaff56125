package search

// knapsack shares out at most so many items over parts. Part i is worth values[i][k]
// with exactly k of them.
type knapsack struct {
	values [][]int64
	most   int
	ahead  [][]int64 // by number of first parts, and count: their best value
	behind [][]int64 // by first of the last parts, and count
}

func newKnapsack(values [][]int64, most int) knapsack {
	k := knapsack{values: values, most: max(0, most)}
	for range len(values) + 1 {
		k.ahead, k.behind = append(k.ahead, make([]int64, k.most+1)), append(k.behind, make([]int64, k.most+1))
	}
	for n := range k.most {
		k.ahead[0][n+1], k.behind[len(values)][n+1] = never, never
	}
	return k
}

// total is the best value of all parts by count, as forward finds it.
func (k *knapsack) total() []int64 { return k.ahead[len(k.values)] }

func (k *knapsack) forward() {
	for i, values := range k.values {
		join(k.ahead[i+1], k.ahead[i], values)
	}
}

func (k *knapsack) backward() {
	for i := len(k.values) - 1; i >= 0; i-- {
		join(k.behind[i], k.behind[i+1], k.values[i])
	}
}

// join is the best of a and b together, by count.
func join(both, a, b []int64) {
	for n := range both {
		both[n] = never
		for j := range min(n+1, len(b)) {
			both[n] = max(both[n], a[n-j]+b[j])
		}
	}
}

// rest is the most that all parts but i are worth with n items.
func (k *knapsack) rest(i, n int) int64 {
	most := int64(never)
	for j := range n + 1 {
		most = max(most, k.ahead[i][j]+k.behind[i+1][n-j])
	}
	return most
}

// trace is how many items each part has in the best solution with n.
func (k *knapsack) trace(n int) []int {
	counts := make([]int, len(k.values))
	for i := len(k.values) - 1; i >= 0; i-- {
		for j := range min(n+1, len(k.values[i])) {
			if k.ahead[i][n-j]+k.values[i][j] == k.ahead[i+1][n] {
				counts[i] = j
				n -= j
				break
			}
		}
	}
	return counts
}
