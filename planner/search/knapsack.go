package search

// knapsack distributes at most capacity items over parts. Part i is worth
// values[i][k] with exactly k of them.
type knapsack struct {
	values   [][]int64
	capacity int
	prefix   [][]int64 // best value of the first parts, by their number and by count
	suffix   [][]int64 // best value of the last parts, by the first of them and by count
}

func newKnapsack(values [][]int64, maxItems int) knapsack {
	k := knapsack{values: values, capacity: max(0, maxItems)}
	for range len(values) + 1 {
		k.prefix, k.suffix = append(k.prefix, make([]int64, k.capacity+1)), append(k.suffix, make([]int64, k.capacity+1))
	}
	for n := range k.capacity {
		k.prefix[0][n+1], k.suffix[len(values)][n+1] = minusInf, minusInf
	}
	return k
}

// total returns the best value of all parts by count, after forward.
func (k *knapsack) total() []int64 { return k.prefix[len(k.values)] }

// forward computes prefix.
func (k *knapsack) forward() {
	for i, values := range k.values {
		combine(k.prefix[i+1], k.prefix[i], values)
	}
}

// backward computes suffix.
func (k *knapsack) backward() {
	for i := len(k.values) - 1; i >= 0; i-- {
		combine(k.suffix[i], k.suffix[i+1], k.values[i])
	}
}

// combine sets both to the best value of a and b together, by count.
func combine(both, a, b []int64) {
	for n := range both {
		both[n] = minusInf
		for j := range min(n+1, len(b)) {
			both[n] = max(both[n], a[n-j]+b[j])
		}
	}
}

// bestWithout returns the best value of n items in all parts except i.
func (k *knapsack) bestWithout(i, n int) int64 {
	best := int64(minusInf)
	for j := range n + 1 {
		best = max(best, k.prefix[i][j]+k.suffix[i+1][n-j])
	}
	return best
}

// trace returns the number of items of each part in the best solution with n.
func (k *knapsack) trace(n int) []int {
	counts := make([]int, len(k.values))
	for i := len(k.values) - 1; i >= 0; i-- {
		for j := range min(n+1, len(k.values[i])) {
			if k.prefix[i][n-j]+k.values[i][j] == k.prefix[i+1][n] {
				counts[i] = j
				n -= j
				break
			}
		}
	}
	return counts
}
